/** Something that a reader of a pilot should know and that no number of it says. */
export type PilotNote =
	| {
			/** Questions of a task are asked in the training rows too: they test memory. */
			readonly kind: "asked-in-training";
			readonly task: string;
			readonly asked: number;
			readonly questions: number;
	  }
	| {
			/** Answers of the base had no score, and why the first of them had none. */
			readonly kind: "base-unscored";
			readonly count: number;
			readonly reason: string;
	  }
	| {
			/** The chat template closes turns with tokens that the model's own files do not name as ends. */
			readonly kind: "turn-ends";
			/** What training teaches. */
			readonly taught: readonly string[];
			/** What the files name. */
			readonly named: readonly string[];
	  }
	| {
			/** Seeds that no arm was trained with, so that the pilot would end in time. */
			readonly kind: "seeds-left-out";
			readonly seeds: readonly number[];
			/** Seconds that the whole pilot was given. */
			readonly limit: number;
	  }
	| {
			/** The pilot took longer than it was given; both in seconds. */
			readonly kind: "late";
			readonly limit: number;
			readonly took: number;
	  };
