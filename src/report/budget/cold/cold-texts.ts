import type { Translations } from "../../page/language/translations.ts";

const en = {
	title: "Cold start",
	heading: "Pairs with and without demonstrations first",
	about:
		"A preference objective that starts from an untouched base learns less from the same pairs than after fine-tuning on demonstrations. Points are measured cells with few or no demonstrations before their pairs, with 95% intervals.",
	sameCost: ({
		alone,
		before,
		first,
		second,
		after,
	}: {
		alone: string;
		before: string;
		first: string;
		second: string;
		after: string;
	}) =>
		`Measured: ${alone} alone score ${before}; ${first} followed by ${second} score ${after}.`,
	penalty: ({
		pairs,
		amount,
		interval,
	}: {
		pairs: string;
		amount: string;
		interval: string;
	}) =>
		`On the untouched base, ${pairs} are expected to lose ${amount} (95% interval ${interval}) of what they gain after plenty of demonstrations.`,
	noPenalty: ({
		pairs,
		change,
		interval,
	}: {
		pairs: string;
		change: string;
		interval: string;
	}) =>
		`The effect of the pairs themselves does not depend on the demonstrations: on the untouched base, ${pairs} gain about as much as after plenty of demonstrations (difference ${change}, 95% interval ${interval}).`,
	less: ({
		pairs,
		change,
		interval,
	}: {
		pairs: string;
		change: string;
		interval: string;
	}) =>
		`After plenty of demonstrations, ${pairs} gain less than on the untouched base, or lose more (difference ${change}, 95% interval ${interval}).`,
	recovers: ({ half, mostly }: { half: string; mostly: string }) =>
		`About ${half} demonstrations first recover half of the loss, and about ${mostly} recover nine tenths of it.`,
	unmeasured:
		"No cell has many pairs and few demonstrations, so the cold start was not measured; the figures above are those of the model.",
	unknown:
		"Demonstrations or pairs were never measured, so nothing is known of a cold start.",
	x: "demonstrations first, prompts",
	half: "half recovered",
	mostly: "nine tenths recovered",
	alt: (points: string) =>
		`Score by number of demonstrations before the pairs: ${points}.`,
	columns: { first: "Demonstrations first" },
};

const ja: typeof en = {
	title: "コールドスタート",
	heading: "模範回答で先に学習した場合と、しない場合の選好ペア",
	about:
		"選好の目的関数は、元のモデルから始めると、模範回答で先に調整した場合より、同じペアから学べることが少なくなります。点は、模範回答がないか少ないまま選好ペアで学習したセルの実測値と、その95%区間です。",
	sameCost: ({ alone, before, first, second, after }) =>
		`実測値: ${alone}だけでは${before}、${first}に続けて${second}では${after}。`,
	penalty: ({ pairs, amount, interval }) =>
		`元のモデルから始めると、${pairs}の効果は、十分な模範回答の後に比べて${amount}小さくなる見込みです(95%区間 ${interval})。`,
	noPenalty: ({ pairs, change, interval }) =>
		`選好ペアそのものの効果は模範回答に左右されません。元のモデルから始めても、${pairs}の効果は十分な模範回答の後とほぼ同じです(差は${change}、95%区間 ${interval})。`,
	less: ({ pairs, change, interval }) =>
		`十分な模範回答の後では、${pairs}の効果は元のモデルから始めた場合より小さくなります(差は${change}、95%区間 ${interval})。`,
	recovers: ({ half, mostly }) =>
		`先に模範回答を約${half}件学習すると損失の半分が、約${mostly}件学習すると9割が回復します。`,
	unmeasured:
		"選好ペアが多く模範回答が少ないセルがないため、コールドスタートは実測されていません。上の数字はモデルによるものです。",
	unknown:
		"模範回答か選好ペアの一方が測定されていないため、コールドスタートについては分かりません。",
	x: "先に学習した模範回答(プロンプト数)",
	half: "半分回復",
	mostly: "9割回復",
	alt: (points) =>
		`選好ペアの前に学習した模範回答の件数ごとの得点: ${points}。`,
	columns: { first: "先に学習した模範回答" },
};

/** Pairs on an untouched base. */
export const coldTexts: Translations<typeof en> = { en, ja };
