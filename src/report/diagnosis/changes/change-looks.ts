import type { Change } from "../../../diagnose/change/diagnosis.ts";
import { lookAt } from "../../charts/looks.ts";
import type { StackedPart } from "../../charts/stacked/stacked.ts";
import {
	faintLook,
	onFaint,
	onStrong,
} from "../../questions/question-looks.ts";

/** How each change looks in every chart. */
export const changeLooks: Readonly<Record<Change, Omit<StackedPart, "name">>> =
	{
		learned: { look: lookAt(0), ink: onStrong },
		"drawn-out": { look: lookAt(2), ink: onStrong },
		restyled: { look: lookAt(4), ink: onStrong },
		damaged: { look: lookAt(1), ink: onStrong },
		unchanged: { look: faintLook, ink: onFaint },
	};
