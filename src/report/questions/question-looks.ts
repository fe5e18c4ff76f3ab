import type { Knowledge } from "../../diagnose/probe/probe-result.ts";
import { type Look, lookAt } from "../charts/looks.ts";

/** How the base and a tuned model look in every chart. */
export const baseLook: Look = { ...lookAt(0), colour: "var(--muted)" };
export const tunedLook: Look = lookAt(0);

/** Strong colours have light texts inside in the light theme, and dark ones in the dark theme. */
export const onStrong = "var(--surface)";
export const onFaint = "var(--ink)";

export const faintLook: Look = { ...lookAt(1), colour: "var(--noise)" };

export const knowledgeLooks: Readonly<Record<Knowledge, Look>> = {
	known: lookAt(0),
	unsure: lookAt(4),
	unknown: lookAt(1),
};
