import type { Row } from "../formats/rows/row.ts";

/** What the column `source` of a row says if a model wrote the answers or ranked them. */
export const modelMade = "model-made";

/** Whether a row was made by a model and not by a human. */
export function isModelMade({ value }: Row): boolean {
	return value.source === modelMade;
}
