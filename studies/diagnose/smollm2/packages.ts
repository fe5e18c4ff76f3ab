import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** The packages that the facts are from. All are under the MIT licence. */
export const packages = {
	"countries-list": "3.4.1",
	"country-json": "2.3.0",
	"chemical-elements": "2.3.3",
} as const;

export interface Country {
	readonly name: string;
	/** With its article, as in a sentence. */
	readonly named: string;
	readonly capital: string;
	/** Names of its continents; several for countries on more than one. */
	readonly continents: readonly string[];
	/** Units of its currencies: `yen`, `rand`. */
	readonly currencies: readonly string[];
	/** Names of its languages, the most important first. */
	readonly languages: readonly string[];
	readonly population: number;
}

export interface Element {
	readonly number: number;
	readonly symbol: string;
	readonly name: string;
}

export interface Facts {
	readonly countries: readonly Country[];
	readonly elements: readonly Element[];
}

const least = 250_000;

const withArticle =
	/^(Bahamas|Central African Republic|Comoros|Czech Republic|Dominican Republic|Gambia|Maldives|Netherlands|Philippines|Solomon Islands|United .*)$/;

/** Installs the packages into a temporary folder, reads the facts, and removes the folder. */
export async function readFacts(): Promise<Facts> {
	const folder = mkdtempSync(join(tmpdir(), "temper-facts-"));
	try {
		writeFileSync(join(folder, "package.json"), "{}");
		const wanted = Object.entries(packages).map(([name, v]) => `${name}@${v}`);
		const quiet = ["--no-save", "--ignore-scripts", "--no-audit", "--no-fund"];
		execFileSync("npm", ["install", ...quiet, ...wanted], {
			cwd: folder,
			stdio: ["ignore", "ignore", "inherit"],
		});
		const modules = join(folder, "node_modules");
		return {
			countries: countriesIn(modules),
			elements: await elementsIn(modules),
		};
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function json<T>(...path: string[]): T {
	return JSON.parse(readFileSync(join(...path), "utf8")) as T;
}

interface ListedCountry {
	readonly name: string;
	readonly capital: string;
	readonly continent: string;
	readonly continents?: readonly string[];
	readonly currency: readonly string[];
	readonly languages: readonly string[];
}

/** Countries whose population is known by their name, from 250,000 people on. */
function countriesIn(modules: string): Country[] {
	const list = join(modules, "countries-list");
	const named = <T>(file: string) => json<Record<string, T>>(list, file);
	const continents = named<string>("continents.min.json");
	const currencies = named<{ readonly name: string }>("currencies.min.json");
	const languages = named<{ readonly name: string }>("languages.min.json");
	const populations = new Map(
		json<{ readonly country: string; readonly population: number | null }[]>(
			...[modules, "country-json", "src", "country-by-population.json"],
		).map(({ country, population }) => [country, population ?? 0]),
	);
	return Object.values(named<ListedCountry>("countries.min.json"))
		.map((one) => ({
			name: one.name,
			named: withArticle.test(one.name) ? `the ${one.name}` : one.name,
			capital: one.capital,
			continents: (one.continents ?? [one.continent]).map(
				(code) => continents[code] ?? code,
			),
			currencies: one.currency.map((code) =>
				unitOf(currencies[code]?.name ?? code),
			),
			languages: one.languages.map((code) => languages[code]?.name ?? code),
			population: populations.get(one.name) ?? 0,
		}))
		.filter(({ population, capital }) => population >= least && capital !== "");
}

/** `Japanese Yen` to `yen`: the rest of the name would tell the country. */
function unitOf(name: string): string {
	return (name.split(" ").at(-1) as string).toLowerCase();
}

async function elementsIn(modules: string): Promise<Element[]> {
	const file = join(modules, "chemical-elements", "lib", "src", "elements.js");
	const { elements } = (await import(pathToFileURL(file).href)) as {
		readonly elements: readonly Element[];
	};
	return elements
		.filter(({ number }) => number >= 1 && number <= 103)
		.map(({ number, symbol, name }) => ({
			...{ number, symbol },
			name: name.toLowerCase(),
		}));
}
