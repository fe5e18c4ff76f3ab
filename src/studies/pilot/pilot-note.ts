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
	  };
