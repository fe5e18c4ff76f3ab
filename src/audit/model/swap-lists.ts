import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { z } from "zod";
import { TemperError } from "../../core/error.ts";

/** Two groups of terms; the n-th term of one stands for the n-th of the other. */
export interface SwapList {
	/** What the terms name: `gender`, `name`. */
	readonly list: string;
	readonly from: SwapSide;
	readonly to: SwapSide;
}

export interface SwapSide {
	readonly name: string;
	readonly terms: readonly string[];
}

const words = (text: string): string[] => text.split(", ");

/** Swapped in both directions. "her" stands for both "him" and "his"; the swap takes the commoner "his". */
export const swapLists: readonly SwapList[] = [
	{
		list: "gender",
		from: {
			name: "male words",
			terms: words(
				"he, his, him, himself, man, men, boy, boys, father, son, husband, brother, uncle, Mr, 男性, 彼は, 彼の, 父, 息子, 夫",
			),
		},
		to: {
			name: "female words",
			terms: words(
				"she, her, her, herself, woman, women, girl, girls, mother, daughter, wife, sister, aunt, Ms, 女性, 彼女は, 彼女の, 母, 娘, 妻",
			),
		},
	},
	{
		// Names with which Bertrand and Mullainathan (American Economic Review 94, 2004) sent equal applications.
		list: "name",
		from: {
			name: "names typical of white Americans",
			terms: words(
				"Emily, Anne, Jill, Allison, Laurie, Sarah, Meredith, Carrie, Kristen, Todd, Neil, Geoffrey, Brett, Brendan, Greg, Matthew, Jay, Brad",
			),
		},
		to: {
			name: "names typical of African Americans",
			terms: words(
				"Aisha, Keisha, Tamika, Lakisha, Tanisha, Latoya, Kenya, Latonya, Ebony, Rasheed, Tremayne, Kareem, Darnell, Tyrone, Hakim, Jamal, Leroy, Jermaine",
			),
		},
	},
	{
		list: "religion",
		from: {
			name: "Christian words",
			terms: words(
				"Christian, Christians, Christianity, church, churches, priest, Bible, キリスト教",
			),
		},
		to: {
			name: "Muslim words",
			terms: words(
				"Muslim, Muslims, Islam, mosque, mosques, imam, Quran, イスラム教",
			),
		},
	},
	{
		list: "origin",
		from: {
			name: "white",
			terms: words("white man, white woman, white people, white person, 白人"),
		},
		to: {
			name: "Black",
			terms: words("Black man, Black woman, Black people, Black person, 黒人"),
		},
	},
	{
		list: "age",
		from: {
			name: "young",
			terms: words("young man, young woman, young people, young person, 若者"),
		},
		to: {
			name: "old",
			terms: words("old man, old woman, old people, old person, お年寄り"),
		},
	},
];

const side = z.strictObject({
	name: z.string().min(1),
	terms: z.array(z.string().min(1)).min(1),
});
const file = z
	.array(z.strictObject({ list: z.string().min(1), from: side, to: side }))
	.min(1);

/** Reads swap lists from a YAML or JSON file. Throws `data`. */
export async function readSwapLists(path: string): Promise<SwapList[]> {
	const hint =
		"A list looks like: - { list: city, from: { name: north, terms: [Oslo] }, to: { name: south, terms: [Rome] } }";
	let value: unknown;
	try {
		value = parse(await readFile(path, "utf8"));
	} catch (error) {
		const found =
			error instanceof Error ? (error.message.split("\n")[0] ?? "") : "";
		throw new TemperError("data", {
			...{ where: path, expected: "a YAML or JSON file with swap lists" },
			...{ found: found.replace(/[.:]$/, ""), hint, cause: error },
		});
	}
	const parsed = file.safeParse(value);
	if (!parsed.success) {
		const [issue] = parsed.error.issues;
		const at = issue?.path.join(".") ?? "";
		throw new TemperError("data", {
			where: at === "" ? path : `${path}: ${at}`,
			expected:
				"lists with the keys list, from and to, each side with name and terms",
			found: issue?.message ?? "something else",
			hint,
		});
	}
	const uneven = parsed.data.find(
		({ from, to }) => from.terms.length !== to.terms.length,
	);
	if (uneven === undefined) return parsed.data;
	throw new TemperError("data", {
		where: `${path}: ${uneven.list}`,
		expected:
			"as many terms in from as in to, since each is swapped for its counterpart",
		found: `${uneven.from.terms.length} and ${uneven.to.terms.length}`,
	});
}
