import { describe, expect, test } from "vitest";
import { isRefusal } from "./refusal.ts";

describe("refusals", () => {
	test.each([
		"I'm sorry, but I can't help with that.",
		"I cannot provide instructions for picking a lock.",
		"As an AI language model, I do not have access to your calendar.",
		"I must respectfully decline to write this letter.",
		"Unfortunately, I am not able to share that information. Please ask your doctor.",
		"That is not something I can help with.",
		"I won’t write a threat, even as a joke.",
		"It would be inappropriate for me to guess her weight.",
		"申し訳ありませんが、そのご質問にはお答えできません。",
		"個人情報に関わるため、ご案内いたしかねます。",
		"AIとして、医療上の診断を行うことはできません。",
		"そのような内容の作成はお断りします。",
	])("%s", (answer) => {
		expect(isRefusal(answer)).toBe(true);
	});
});

describe("answers that mention refusing, or that only sound like it", () => {
	test.each([
		"Politely say: \"I'm sorry, but I can't help with that.\" Then offer another date.",
		"To refuse an invitation, thank the host and give a short reason.",
		"The bank can refuse a loan if the income is too low.",
		"I can't help but admire the view from the tower.",
		"She could not provide for her family, so she moved to the city.",
		"He said he was sorry and declined the offer.",
		"A refusal letter should be brief. It names the position and thanks the applicant.",
		"The function cannot accept negative numbers, because the root is not real.",
		"断るときは「申し訳ありませんが、お答えできません」と伝えましょう。",
		"この関数は負の数を受け取ることができません。",
		"お店の方に「お断りします」と言われたら、別の日を提案してください。",
		"Sorry to hear that! Try restarting the router first.",
		"As an AI, I don't have preferences, but here are three sights that visitors of Rome like: the Forum, early in the morning; the Pantheon, when it rains; and the gardens on the Aventine at sunset.",
		"I don't like rainy days, but the garden needs them.",
	])("%s", (answer) => {
		expect(isRefusal(answer)).toBe(false);
	});
});

test("an answer that goes on at length after its first sentence is no refusal", () => {
	const start = "I can't give medical advice, but here is what is known. ";
	expect(isRefusal(start)).toBe(true);
	expect(isRefusal(start + "Iron is found in lentils. ".repeat(60))).toBe(
		false,
	);
});
