/** How a series looks in every chart and table. Colour is never the only difference: no two share both shape and colour. */
export interface Look {
	/** A CSS colour that follows the theme. */
	readonly colour: string;
	readonly shape: Shape;
	/** Of its lines, as in SVG; null if they are whole. */
	readonly dashes: string | null;
}

/** Corners around the origin, about as large as a circle of radius 1; none stands for the circle. */
export interface Shape {
	readonly name: string;
	readonly corners: readonly (readonly [x: number, y: number])[];
}

/** Colours that people with any colour vision tell apart; page/style/colours.ts gives each a value for light and dark. */
export const colourCount = 7;

function star(points: number, inner: number, outer: number) {
	return Array.from({ length: points * 2 }, (_, at) => {
		const angle = (at * Math.PI) / points - Math.PI / 2;
		const radius = at % 2 === 0 ? outer : inner;
		return [radius * Math.cos(angle), radius * Math.sin(angle)] as const;
	});
}

const triangle = star(3, 0.66, 1.32);

const shapes: readonly Shape[] = [
	{ name: "circle", corners: [] },
	{
		name: "square",
		corners: [
			[-0.87, -0.87],
			[0.87, -0.87],
			[0.87, 0.87],
			[-0.87, 0.87],
		],
	},
	{ name: "triangle", corners: triangle },
	{
		name: "diamond",
		corners: [
			[0, -1.25],
			[1.25, 0],
			[0, 1.25],
			[-1.25, 0],
		],
	},
	{
		name: "triangle-down",
		corners: triangle.map(([x, y]) => [x, -y] as const),
	},
	{ name: "star", corners: star(5, 0.62, 1.4) },
	{ name: "hexagon", corners: star(3, 1.08, 1.08) },
];

/** The look of the series at this place. */
export function lookAt(place: number): Look {
	const lap = Math.floor(place / colourCount);
	return {
		colour: `var(--arm-${(place % colourCount) + 1})`,
		shape: shapes[(place + lap * 2) % shapes.length]!,
		dashes: lap === 0 ? null : lap % 2 === 1 ? "5 3" : "2 2",
	};
}

/** Looks by name, in the order of the names. */
export function looksOf(names: readonly string[]): ReadonlyMap<string, Look> {
	return new Map(names.map((name, place) => [name, lookAt(place)]));
}

/** The path of a shape of this radius around the origin. */
export function shapePath({ corners }: Shape, radius: number): string {
	const r = radius;
	if (corners.length === 0)
		return `M${r},0A${r},${r},0,1,1,${-r},0A${r},${r},0,1,1,${r},0Z`;
	const points = corners.map(
		([x, y]) => `${(x * r).toFixed(2)},${(y * r).toFixed(2)}`,
	);
	return `M${points.join("L")}Z`;
}
