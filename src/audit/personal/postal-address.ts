import { type Detector, matchesOf } from "./personal-match.ts";

const number = "[\\d一二三四五六七八九十]";

/** Prefecture, municipality, and the number of a block or house. */
const japanese = new RegExp(
	[
		`(?:〒? ?\\d{3}-\\d{4}[ \\n]*)?`,
		`(?:東京都|北海道|(?:京都|大阪)府|[\\p{Script=Han}]{2,3}県)[ ]?`,
		`[^\\s、。「」()]{1,12}?[市区町村郡][^、。「」()\\n]{0,24}?`,
		`${number}{1,4}(?:丁目|番地?|号|-\\d)[\\d\\-丁目番地号の一二三四五六七八九十]*`,
	].join(""),
	"gu",
);

/** A municipality, without the prefecture, with a full number of block and house. */
const japaneseShort = new RegExp(
	[
		`[\\p{Script=Han}ヶケ]{1,6}[市区][^\\s、。「」()\\n]{1,16}?`,
		`(?:${number}{1,3}丁目 ?\\d{1,4}(?:-|番)\\d{1,4}号?|\\d{1,3}-\\d{1,4}-\\d{1,4})`,
	].join(""),
	"gu",
);

/** The post's sign with seven digits. */
const postcode = /〒 ?\d{3}-?\d{4}(?!\d)/gu;

const word = "[A-Z][\\p{L}'.-]*";
const streetTypes =
	"Street|Avenue|Ave|Road|Boulevard|Blvd|Lane|Drive|Court|Terrace|Highway|Parkway|Pkwy|Square|Crescent|St|Rd|Ln|Dr|Ct|Way|Place|Pl|Close";
const unit =
	"(?:,? (?:Apt|Apartment|Suite|Ste|Unit|Flat|Floor|#)\\.? ?#?[A-Za-z0-9-]{1,6})?";
const street = `\\d{1,6}[A-Za-z]?,? (?:(?:N|S|E|W|NE|NW|SE|SW|North|South|East|West)\\.? )?(?:(?:${word}|\\d{1,3}(?:st|nd|rd|th)) ){1,3}(?:${streetTypes})\\b\\.?${unit}`;

/** Street, town, and a ZIP code or a British postcode. */
const full = new RegExp(
	`(?<![\\p{Script=Latin}\\p{N}.$€£-])${street}[,\\s]+(?:${word},? ?){1,4}(?:[A-Z]{2}\\.?,? )?(?:\\d{5}(?:-\\d{4})?|[A-Z]{1,2}\\d[A-Z\\d]? ?\\d[A-Z]{2})(?![\\p{Script=Latin}\\p{N}])`,
	"gu",
);

/** A street with a house number alone; short words such as "Way" and "Dr" also stand for other things and do not count here. */
const streetOnly = new RegExp(
	`(?<![\\p{Script=Latin}\\p{N}.$€£-])\\d{1,5}[A-Za-z]? (?:(?:N|S|E|W|North|South|East|West)\\.? )?(?:(?:${word}|\\d{1,3}(?:st|nd|rd|th)) ){1,2}(?:Street|Avenue|Ave|Road|Boulevard|Blvd|Lane|Drive|Terrace|Crescent|Parkway)\\b${unit}`,
	"gu",
);

/** "The 1929 Wall Street crash" has a year and no house number. */
const afterYearWord = /\b(?:the|in|of|since|by) $/i;

/** Japanese, North American and British postal addresses, by their form: no directory of places is consulted. */
export const findAddresses: Detector = (text) => {
	const found = [
		...[japanese, japaneseShort, postcode, full].flatMap((pattern) => [
			...matchesOf(text, pattern),
		]),
		...[...matchesOf(text, streetOnly)].filter(
			({ start }) => !afterYearWord.test(text.slice(0, start).slice(-8)),
		),
	];
	return found
		.filter(
			(one) =>
				!found.some(
					(other) =>
						other !== one &&
						other.start <= one.start &&
						other.end >= one.end &&
						other.end - other.start > one.end - one.start,
				),
		)
		.map(({ start, end }) => ({
			kind: "postal-address",
			name: "postal address",
			...{ start, end, reserved: false },
		}));
};
