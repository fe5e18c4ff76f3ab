const longestRange = 10_000;
const months =
	"January February March April May June July August September October November December".split(
		" ",
	);
const days = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(
	" ",
);

/** What a chat template finds beside its arguments. `strftime_now` exists only where a date is given. */
export function templateGlobals(date: Date | null): Record<string, unknown> {
	return {
		true: true,
		True: true,
		false: false,
		False: false,
		none: null,
		None: null,
		range,
		raise_exception: (message: unknown) => {
			throw new Error(String(message));
		},
		...(date && { strftime_now: (format: string) => strftime(date, format) }),
	};
}

/** Python's range, with an end to it: a template that counts without bound is an error and not a hang. */
function range(first: number, last?: number, step = 1): number[] {
	const [start, stop] = last === undefined ? [0, first] : [first, last];
	const length = Math.max(0, Math.ceil((stop - start) / step));
	if (!(length <= longestRange)) {
		throw new Error(`range() of more than ${longestRange} numbers`);
	}
	return Array.from({ length }, (_, i) => start + i * step);
}

function strftime(date: Date, format: string): string {
	const two = (n: number) => String(n).padStart(2, "0");
	const month = months[date.getUTCMonth()] ?? "";
	const day = days[date.getUTCDay()] ?? "";
	const fields: Record<string, string> = {
		Y: String(date.getUTCFullYear()),
		y: two(date.getUTCFullYear() % 100),
		m: two(date.getUTCMonth() + 1),
		B: month,
		b: month.slice(0, 3),
		d: two(date.getUTCDate()),
		A: day,
		a: day.slice(0, 3),
		H: two(date.getUTCHours()),
		M: two(date.getUTCMinutes()),
		S: two(date.getUTCSeconds()),
		"%": "%",
	};
	return format.replace(/%(.)/g, (whole, letter: string) => {
		const field = fields[letter];
		if (field === undefined) throw new Error(`strftime_now() of ${whole}`);
		return field;
	});
}
