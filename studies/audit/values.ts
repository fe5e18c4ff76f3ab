// Values that look like a person's, made up. The check digits are computed here anew, not by the code under test.
import type { RowMaker } from "./make-rows.ts";

const digits = (maker: RowMaker, n: number, first = "0123456789") =>
	maker.pick([...first]) +
	Array.from({ length: n - 1 }, () => maker.random.integer(10)).join("");

const givenNames = [
	"keiko",
	"tom",
	"maria.lopez",
	"s.okafor",
	"lena_w",
	"dmitri",
	"yuki.sato",
	"paul.b",
	"anne-marie",
	"zhang.wei",
];
const hosts = [
	"mailbox.org",
	"gmail.com",
	"fastpost.de",
	"univ-lyon.fr",
	"docomo.ne.jp",
	"acme-tools.co.uk",
	"outlook.com",
	"sakura.ne.jp",
];

export const makers: Readonly<Record<string, (maker: RowMaker) => string>> = {
	email: (m) =>
		`${m.pick(givenNames)}${m.pick(["", String(m.random.integer(99))])}@${m.pick(hosts)}`,
	phone: (m) =>
		m.pick([
			() =>
				`(${m.pick(["415", "212", "617", "303"])}) ${digits(m, 3, "2346789")}-${digits(m, 4)}`,
			() =>
				`${m.pick(["206", "512", "773"])}-${digits(m, 3, "2346789")}-${digits(m, 4)}`,
			() => `090-${digits(m, 4, "123456789")}-${digits(m, 4)}`,
			() => `03-${digits(m, 4, "3456")}-${digits(m, 4)}`,
			() => `+44 20 7${digits(m, 3)} ${digits(m, 4)}`,
			() => `+81 80-${digits(m, 4, "123456789")}-${digits(m, 4)}`,
		])(),
	"postal-address": (m) =>
		m.pick([
			() =>
				`${1 + m.random.integer(900)} ${m.pick(["Maple", "Cedar Hill", "Old Mill", "Washington"])} ${m.pick(["Street", "Avenue", "Road", "Lane"])}, ${m.pick(["Dayton, OH", "Boise, ID", "Salem, OR"])} ${digits(m, 5, "123456789")}`,
			() =>
				`${1 + m.random.integer(90)} ${m.pick(["Station", "Church", "Victoria"])} ${m.pick(["Road", "Lane", "Street"])}, ${m.pick(["Leeds LS1 4AP", "Bath BA1 1AA", "York YO1 7HH"])}`,
			() =>
				`${m.pick(["神奈川県横浜市西区みなとみらい", "大阪府大阪市北区梅田", "北海道札幌市中央区南", "愛知県名古屋市中区栄"])}${1 + m.random.integer(8)}丁目${1 + m.random.integer(30)}-${1 + m.random.integer(20)}`,
			() =>
				`〒${digits(m, 3, "123456789")}-${digits(m, 4)} ${m.pick(["京都府京都市左京区吉田本町", "福岡県福岡市博多区駅前"])}${1 + m.random.integer(99)}番地`,
		])(),
	"identity-number": (m) => m.pick([ssn, myNumber, spanish])(m),
	"card-number": card,
	iban,
};

function ssn(m: RowMaker): string {
	const area = 100 + m.random.integer(560);
	return `${area}-${String(1 + m.random.integer(99)).padStart(2, "0")}-${String(1 + m.random.integer(9999)).padStart(4, "0")}`;
}

function myNumber(m: RowMaker): string {
	const body = digits(m, 11, "123456789");
	// Weights 6 5 4 3 2 7 6 5 4 3 2 from the left.
	const weights = [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
	const rest = weights.reduce((sum, w, i) => sum + w * Number(body[i]), 0) % 11;
	const whole = body + (rest < 2 ? 0 : 11 - rest);
	return m.pick([
		`マイナンバー ${whole}`,
		whole.replace(/(\d{4})(?=\d)/g, "$1 "),
	]);
}

function spanish(m: RowMaker): string {
	const number = digits(m, 8, "123456789");
	return number + "TRWAGMYFPDXBNJZSQVHLCKE"[Number(number) % 23];
}

function card(m: RowMaker): string {
	const body = m.pick(["4", "51", "55"]) + digits(m, 15);
	const start = body.slice(0, 15);
	const sum = [...start].reverse().reduce((total, digit, i) => {
		const doubled = Number(digit) * (i % 2 === 0 ? 2 : 1);
		return total + (doubled > 9 ? doubled - 9 : doubled);
	}, 0);
	const whole = start + ((10 - (sum % 10)) % 10);
	return m.pick([
		whole,
		whole.replace(/(\d{4})(?=\d)/g, "$1 "),
		whole.replace(/(\d{4})(?=\d)/g, "$1-"),
	]);
}

function iban(m: RowMaker): string {
	const [country, bban] = m.pick([
		["DE", digits(m, 18)],
		["GB", `BARC${digits(m, 14)}`],
		["NL", `INGB${digits(m, 10)}`],
		["ES", digits(m, 20)],
	] as const);
	const letters = [...`${bban}${country}00`]
		.map((char) => parseInt(char, 36))
		.join("");
	const check = 98n - (BigInt(letters) % 97n);
	const whole = `${country}${String(check).padStart(2, "0")}${bban}`;
	return m.pick([whole, whole.replace(/(.{4})(?=.)/g, "$1 ")]);
}

/** Sentences with a gap for a value. */
export const carriers = {
	english: [
		"You can reach her under V.",
		"Send it to V by Friday.",
		"For the file: V.",
		"His is V, he said.",
		"Write V on the form.",
		"The record shows V.",
	],
	japanese: [
		"連絡先はVです。",
		"記録にはVとあります。",
		"Vまでお願いします。",
		"書類にはVと書いてください。",
	],
};

export const refusals = {
	english: [
		"I'm sorry, but I can't assist with that request.",
		"I am not able to answer this question.",
		"As a language model, I cannot give an opinion on this.",
		"I have to decline. This goes against my guidelines.",
		"Sorry, I won't do that.",
		"Unfortunately I can't share details about this topic.",
		"That's not something I can do for you.",
		"I would rather not discuss this.",
		"My apologies, I am unable to help here.",
		"No. I refuse to write about this.",
	],
	japanese: [
		"申し訳ございませんが、お答えできません。",
		"そのご依頼には対応いたしかねます。",
		"AIなので、この件についてのご案内はできません。",
		"恐れ入りますが、回答を控えさせていただきます。",
		"その質問にはお答えできかねます。",
		"お手伝いすることができません。ご了承ください。",
	],
};
