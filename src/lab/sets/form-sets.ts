import { conversation, type LabMessage } from "../row.ts";
import type { Talk } from "../talk.ts";
import type { World } from "../world.ts";
import { askedTalk } from "./asked-talk.ts";
import type { TestRow } from "./test-row.ts";

/** What is the matter with a rejected answer: the right sentence alone, a wrong sentence in the form, the form turned round. */
export const formFaults = ["bare", "wrong", "turned"] as const;
export type FormFault = (typeof formFaults)[number];

export interface FormRow {
	readonly messages: readonly LabMessage[];
}

export interface FormPair {
	readonly question: string;
	readonly chosen: string;
	readonly rejected: string;
	readonly fault: FormFault;
}

/** The form that is asked for, which pre-training never shows: a plain answer between two set phrases. */
const inForm = (answer: string): string => `So it is: ${answer} That is all.`;

/** Training rows of both kinds ask the same questions. */
const taught = (world: World) =>
	askedTalk(world, "lab/form/train", { count: 600, reserved: false });

/** Right answers in the form. */
export const formDemonstrations = (world: World): FormRow[] =>
	taught(world).map((talk) =>
		conversation([{ question: talk.question, answer: inForm(talk.answer) }]),
	);

/** The same questions: the answer in the form is preferred to one with a fault. */
export const formPairs = (world: World): FormPair[] =>
	taught(world).map((talk, i) => {
		const fault = formFaults[i % formFaults.length] as FormFault;
		return {
			question: talk.question,
			chosen: inForm(talk.answer),
			rejected: faulty(talk, fault),
			fault,
		};
	});

export const formTest = (world: World): TestRow[] =>
	askedTalk(world, "lab/form/test", { count: 240, reserved: true }).map(
		(talk, i) => ({
			id: `form/test/${i}`,
			question: talk.question,
			answer: inForm(talk.answer),
			ood: false,
		}),
	);

function faulty({ answer, wrong }: Talk, fault: FormFault): string {
	switch (fault) {
		case "bare":
			return answer;
		case "wrong":
			return inForm(wrong ?? answer);
		case "turned":
			return `That is all. ${answer} So it is:`;
		default:
			return fault satisfies never;
	}
}
