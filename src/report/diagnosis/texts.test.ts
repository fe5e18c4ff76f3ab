import { expect, test } from "vitest";
import { checkEnglish, checkJapanese } from "../testing/check-texts.ts";
import { diagnosisTexts } from "./diagnosis-texts.ts";

test("every text is in its language", () => {
	expect(checkJapanese(diagnosisTexts("ja"))).toBeGreaterThan(120);
	expect(checkEnglish(diagnosisTexts("en"))).toBeGreaterThan(120);
});
