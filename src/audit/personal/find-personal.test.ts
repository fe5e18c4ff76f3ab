import { describe, expect, test } from "vitest";
import { findPersonal, maskPersonal, searchable } from "./find-personal.ts";

/** What is found in a text, as `name: value`, with `(reserved)` after it. */
function found(text: string): string[] {
	const plain = searchable(text);
	return findPersonal(plain).map(
		({ kind, start, end, reserved }) =>
			`${kind}: ${plain.slice(start, end)}${reserved ? " (reserved)" : ""}`,
	);
}

describe("found", () => {
	test.each<[string, string[]]>([
		[
			"Write to j.tanaka+lab@mail.u-tokyo.ac.jp.",
			["email: j.tanaka+lab@mail.u-tokyo.ac.jp"],
		],
		["連絡はhanako@yubin.jpまで", ["email: hanako@yubin.jp"]],
		["ＡＢＣ＠ｇｍａｉｌ．ｃｏｍ", ["email: ABC@gmail.com"]],
		["me@example.com", ["email: me@example.com (reserved)"]],
		["Ring (415) 867-5309 tonight", ["phone: (415) 867-5309"]],
		["+49 30 901820", ["phone: +49 30 901820"]],
		["携帯は０９０−８７６５−４３２１です", ["phone: 090-8765-4321"]],
		["電話 0312345678", ["phone: 0312345678"]],
		["Call 212-555-0147", ["phone: 212-555-0147 (reserved)"]],
		["0120-444-444", ["phone: 0120-444-444 (reserved)"]],
		[
			"札幌市中央区北1条西2丁目の北海道札幌市中央区北一条西2丁目1番地",
			["postal-address: 北海道札幌市中央区北一条西2丁目1番地"],
		],
		[
			"〒604-8571 京都府京都市中京区上本能寺前町488番地",
			["postal-address: 〒604-8571 京都府京都市中京区上本能寺前町488番地"],
		],
		["1 Infinite Loop, Cupertino, CA 95014", []],
		[
			"She lives at 350 Fifth Avenue, New York, NY 10118.",
			["postal-address: 350 Fifth Avenue, New York, NY 10118"],
		],
		[
			"10 Downing Street, London SW1A 2AA",
			["postal-address: 10 Downing Street, London SW1A 2AA"],
		],
		["SSN: 219-09-9999", ["identity-number: 219-09-9999"]],
		["個人番号 1234 5678 9018", ["identity-number: 1234 5678 9018"]],
		["DNI 12345678Z", ["identity-number: 12345678Z"]],
		["RSSMRA85T10A562S", ["identity-number: RSSMRA85T10A562S"]],
		["旅券番号はTK7654321", ["identity-number: TK7654321"]],
		["5500-0055-5555-5559", ["card-number: 5500-0055-5555-5559"]],
		[
			"GB82 WEST 1234 5698 7654 32 IN FULL",
			["iban: GB82 WEST 1234 5698 7654 32"],
		],
	])("%s", (text, expected) => {
		expect(found(text)).toEqual(expected);
	});
});

describe("not found", () => {
	test.each([
		["decorators", "@app.get('/users')\n@pytest.mark.slow\ndef test(): ..."],
		[
			"packages with versions and files",
			"npm i lodash@4.17.21 && open icon@2x.png",
		],
		["a repository", "git clone git@github.com:someone/something.git"],
		["products of matrices", "y = x@self.weight.T; z = (A@b.to(device))"],
		["a handle", "Follow @temper on the network"],
		[
			"versions and addresses of machines",
			"v10.4.2.1181 on 192.168.100.200:8080",
		],
		["dates and times", "2024-01-15 10:30:45, 15/01/2024, 20240115"],
		["a book's number", "ISBN 978-3-16-148410-0"],
		[
			"marks of a calculator",
			"48+24 = <<48+24=72>>72 clips, 12*1000000=<<12*1000000=12000000>>12000000",
		],
		["amounts", "$1,234,567.89 and 5,000,000,000 people"],
		["a card number that fails Luhn's check", "4111 1111 1111 1112"],
		["sixteen digits of no brand", "1234567890123456"],
		["an IBAN with a digit changed", "GB83 WEST 1234 5698 7654 32"],
		["a DNI with the wrong letter", "12345678A"],
		[
			"twelve digits with a wrong check digit after a label",
			"マイナンバーは123456789012です",
		],
		["twelve digits without a label", "The order is 123456789018."],
		["areas that are never issued", "000-12-3456, 666-12-3456 and 912-12-3456"],
		["a distance and a place", "The 800 m Road and 5 Long Way, 3 Dr Pepper"],
		[
			"a city with a number",
			"東京都には23の区があり、大阪市は1889年にできた。",
		],
		["a year before a street", "Many lost all in the 1929 Wall Street crash."],
		[
			"the result of a sum with thirteen digits",
			"The result is 4222222222222.",
		],
		["a range in a sum", "100-200-3000 = -3100, 555 - 123 - 4567"],
		[
			"a phone number that nobody has, without a word for it",
			"123-456-7890 and 999-999-9999",
		],
	])("%s", (_, text) => {
		expect(found(text)).toEqual([]);
	});
});

test("no found value can be read in a masked text", () => {
	const text =
		"Jane (jane.doe@acme.org, 415-867-5309) paid with 5500 0055 5555 5559 from GB82 WEST 1234 5698 7654 32.";
	const masked = maskPersonal(text);
	expect(masked).toBe(
		"Jane (ja••.•••@••••.•••, 41•-•••-••••) paid with 55•• •••• •••• •••• from GB•• •••• •••• •••• •••• ••.",
	);
	expect(found(masked)).toEqual([]);
	// What follows from one masking can be masked again without change.
	expect(maskPersonal(masked)).toBe(masked);
});
