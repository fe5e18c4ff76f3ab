import type { Translations } from "../../page/language/translations.ts";

const en = {
	title: "Gain against deviation",
	heading: "Gain of each arm, and its distance from the base",
	/** If arms are measured from several models. */
	headingOf: (base: string) =>
		`Gain of each arm of ${base}, and its distance from this base`,
	note: "Higher is a larger gain, further left is closer to the base. Large symbols are arms with 95% intervals in both directions; small symbols are their seeds. No other arm beats an arm on the dashed front in both respects.",
	/** If an arm has a leash. */
	leashNote:
		"During training, a leash is measured on some of the general rows. The distance shown here is measured on all of them and may be slightly beyond the bound.",
	x: ({ axis, unit }: { axis: string; unit: string }) =>
		`distance from the base: ${axis}, ${unit}`,
	y: ({ axis, unit }: { axis: string; unit: string }) =>
		`gain on ${axis}, ${unit}`,
	missing:
		"There is nothing to draw, because no arm has both a gain and a distance from the base.",
	notDrawn: (arms: string) =>
		`Not drawn, because a measure is missing: ${arms}.`,
	front: "front",
	noise: "noise",
	leash: (bound: string) => `leash ${bound}`,
	base: "base",
	alt: ({ x, y, points }: { x: string; y: string; points: string }) =>
		`Scatter plot of ${y} against ${x}. ${points}`,
	point: ({ arm, x, y }: { arm: string; x: string; y: string }) =>
		`${arm}: gain ${y}, distance ${x}`,
	seed: ({
		arm,
		seed,
		x,
		y,
	}: {
		arm: string;
		seed: number;
		x: string;
		y: string;
	}) => `${arm}, seed ${seed}: gain ${y}, distance ${x}`,
};

const ja: typeof en = {
	title: "向上と移動距離",
	heading: "各方式の向上と、そのために動いた距離",
	headingOf: (base) => `「${base}」の各方式の向上と、そのために動いた距離`,
	note: "上ほど向上が大きく、左ほど元のモデルに近いことを示します。大きな記号は各方式と縦横の95%区間、小さな記号は各シードです。破線の上にある方式は、向上と移動距離の両方で他の方式に負けていません。",
	leashNote:
		"移動の上限は、学習中に測る一般文で守られます。図の距離は課題のすべての一般文で測ったもので、上限をわずかに超えることがあります。",
	x: ({ axis, unit }) => `元のモデルからの移動距離: ${axis}(${unit})`,
	y: ({ axis, unit }) => `「${axis}」の向上(${unit})`,
	missing: "向上と移動距離の両方を測定できた方式がないため、図はありません。",
	notDrawn: (arms) => `測定値がないため図に示していない方式: ${arms}`,
	front: "フロント",
	noise: "誤差",
	leash: (bound) => `移動の上限 ${bound}`,
	base: "元のモデル",
	alt: ({ x, y, points }) => `散布図。縦軸は${y}、横軸は${x}。${points}`,
	point: ({ arm, x, y }) => `${arm}: 向上 ${y}、移動距離 ${x}`,
	seed: ({ arm, seed, x, y }) =>
		`${arm}、シード ${seed}: 向上 ${y}、移動距離 ${x}`,
};

/** The plane of gain and distance. */
export const planeTexts: Translations<typeof en> = { en, ja };
