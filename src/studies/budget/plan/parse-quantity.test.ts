import { expect, test } from "vitest";
import { TemperError } from "../../../core/error.ts";
import { parseQuantity } from "./parse-quantity.ts";

const read = (text: string) => parseQuantity(text, "--budget");
const exactly = (value: number, unit: string | null) => ({
	...{ low: value, high: value, unit },
});

test.each([
	["5000 EUR", exactly(5000, "EUR")],
	["5,000.50 eur", exactly(5000.5, "EUR")],
	["$500", exactly(500, "USD")],
	["€ 0.035", exactly(0.035, "EUR")],
	["500€", exactly(500, "EUR")],
	["12 dollars", exactly(12, "USD")],
	["3 pounds", exactly(3, "GBP")],
	["5000円", exactly(5000, "JPY")],
	["90万円", exactly(900_000, "JPY")],
	["５０００円", exactly(5000, "JPY")],
	["￥5000", exactly(5000, "JPY")],
	["100 SEK", exactly(100, "SEK")],
	["40 hours", exactly(2400, "minutes")],
	["1.5h", exactly(90, "minutes")],
	["90 min", exactly(90, "minutes")],
	["40時間", exactly(2400, "minutes")],
	["2,000 examples", exactly(2000, "examples")],
	["1 example", exactly(1, "examples")],
	["1.5..2.5 EUR", { low: 1.5, high: 2.5, unit: "EUR" }],
	["$1.5 .. 2", { low: 1.5, high: 2, unit: "USD" }],
	["1..2 hours", { low: 60, high: 120, unit: "minutes" }],
	["$ 5 USD", exactly(5, "USD")],
	["7", exactly(7, null)],
	["-5 EUR", exactly(-5, "EUR")],
	["1.2500 EUR", exactly(1.25, "EUR")],
])("%j is read", (text, quantity) => {
	expect(read(text)).toEqual(quantity);
});

test.each([
	["", "an amount with a unit"],
	["EUR", "an amount with a unit"],
	["NaN EUR", "an amount with a unit"],
	["Infinity", "an amount with a unit"],
	["1e3 EUR", "an amount with a unit"],
	["5 EUR 3", "an amount with a unit"],
	["1..", "a unit"],
	["5 quid", "a unit"],
	["5k EUR", "a unit"],
	["5 constructor", "a unit"],
	["$5 EUR", "one unit"],
	["2,50 EUR", "a number with a decimal point"],
	["1,00,000 EUR", "a number with a decimal point"],
	["5.000 EUR", "a number that is read in one way"],
	["1.0000001 EUR", "at most 6 decimals"],
])("%j is refused", (text, expected) => {
	let error: unknown = null;
	try {
		read(text);
	} catch (thrown) {
		error = thrown;
	}
	expect(error).toBeInstanceOf(TemperError);
	expect(error).toMatchObject({ code: "recipe", where: "--budget" });
	expect((error as TemperError).expected).toContain(expected);
});

test("an unknown unit is met with a known one", () => {
	const suggest = (word: string) => (word === "eurs" ? "EUR" : null);
	expect(() => parseQuantity("5 eurs", "--pair", suggest)).toThrow(
		"Did you mean EUR?",
	);
});
