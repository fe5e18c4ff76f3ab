import type { Translations } from "../../page/language/translations.ts";

const en = {
	title: "Letters against likelihood",
	about:
		"The same questions, judged in several ways: by the letter under which the prompt lists an option, or by the likelihood of its text: as it is, per token, or relative to its likelihood without the question. Chance is what a guess reaches. The method in bold decides what is known.",
	figure: "Accuracy by method",
	alt: (rows: string) => `Accuracy by method. ${rows}`,
	method: "Method",
	accuracy: "Accuracy",
	chance: "Chance",
	temperature: "Temperature",
	inconsistent: "Differs between orders or wordings",
	calibrationTitle: "Calibration",
	calibrationAbout:
		"How often a choice is right, by its calibrated confidence. On the dashed diagonal a confidence of 70% is right in 70% of the questions; below it the model is overconfident. Points are bins with their 95% intervals. The expected calibration error (ECE) is the mean distance from the diagonal, on questions that the temperature was not fitted on.",
	calibrationX: "confidence",
	calibrationY: "choices that are right, %",
	calibrationAlt: ({ method, bins }: { method: string; bins: string }) =>
		`${method}: share of right choices by confidence. ${bins}`,
	calibrationError: "ECE, calibrated",
	uncalibratedError: "ECE, before calibration",
	bin: ({ confidence, accuracy }: { confidence: string; accuracy: string }) =>
		`confidence ${confidence}, right ${accuracy}`,
	binTitle: "Confidence",
	items: "Questions",
	meanConfidence: "Mean confidence",
	right: "Right",
	bins: (method: string) => `Bins: ${method}`,
	orderTitle: "Effect of the order of options",
	orderAbout:
		"Share of choices that fall on the option that is listed first, second and so on. Options are listed in several orders, so without a bias towards a place each place has the same share.",
	orderNone:
		"No method lists the options in the prompt, so their order has no effect.",
	place: (at: string) => `option ${at}`,
	placeTitle: "Place in the list",
	orderAxis: "share of choices, %",
	even: "no bias",
	orderAlt: ({ method, rows }: { method: string; rows: string }) =>
		`${method}: share of choices by the place of the option. ${rows}`,
};

const ja: typeof en = {
	title: "記号と尤度の比較",
	about:
		"同じ問題を、いくつかの方法で判定した結果です。プロンプトが選択肢に付ける記号によるものと、選択肢の文の尤度によるものがあり、尤度はそのまま、トークン当たり、または問題文がないときの尤度に対する相対尤度として使います。当て推量は、偶然に答えたときの正答率です。太字の方法で既知かどうかを判定します。",
	figure: "方法ごとの正答率",
	alt: (rows) => `方法ごとの正答率。${rows}`,
	method: "方法",
	accuracy: "正答率",
	chance: "当て推量",
	temperature: "温度",
	inconsistent: "順序や言い回しで変わる割合",
	calibrationTitle: "較正",
	calibrationAbout:
		"較正済みの確信度ごとの、選択が正しい割合です。破線の対角線上では、確信度70%の問題の70%が正解です。対角線より下なら、モデルは自信過剰です。点は区分とその95%区間です。期待較正誤差は対角線からの距離の平均で、温度の推定に使っていない問題で求めています。",
	calibrationX: "確信度",
	calibrationY: "正しい選択の割合(%)",
	calibrationAlt: ({ method, bins }) =>
		`${method}: 確信度ごとの正しい選択の割合。${bins}`,
	calibrationError: "期待較正誤差(較正後)",
	uncalibratedError: "期待較正誤差(較正前)",
	bin: ({ confidence, accuracy }) => `確信度${confidence}で正解${accuracy}`,
	binTitle: "確信度",
	items: "問題数",
	meanConfidence: "平均の確信度",
	right: "正解",
	bins: (method) => `区分: ${method}`,
	orderTitle: "選択肢の順序の影響",
	orderAbout:
		"一番目、二番目などに並べた選択肢が選ばれる割合です。選択肢はいくつかの順序で並べているため、位置の偏りがなければ、どの位置の割合も同じになります。",
	orderNone:
		"プロンプトに選択肢を並べる方法を使っていないため、順序の影響はありません。",
	place: (at) => `${at}番目`,
	placeTitle: "並べた位置",
	orderAxis: "選択の割合(%)",
	even: "偏りなし",
	orderAlt: ({ method, rows }) =>
		`${method}: 選択肢の位置ごとの選択の割合。${rows}`,
};

/** How methods compare, how well they are calibrated, and what the order of options does. */
export const methodsTexts: Translations<typeof en> = { en, ja };
