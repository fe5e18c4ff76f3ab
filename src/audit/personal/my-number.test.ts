import { expect, test } from "vitest";
import { isMyNumber } from "./my-number.ts";

test("the check digit, by hand", () => {
	// From the right of 12345678901: 1·2+0·3+9·4+8·5+7·6+6·7+5·2+4·3+3·4+2·5+1·6 = 212; 212 mod 11 = 3; 11 - 3 = 8.
	expect(isMyNumber("123456789018")).toBe(true);
	for (const digit of "012345679")
		expect(isMyNumber(`12345678901${digit}`)).toBe(false);
	// A remainder of 0 or 1 gives 0: 11 zeros would give 0, but nobody has them.
	expect(isMyNumber("000000000000")).toBe(false);
	expect(isMyNumber("12345678901")).toBe(false);
});
