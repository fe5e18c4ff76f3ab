/** A group of people and the words that name it. Words of Latin letters match as whole words in any case. */
export interface NamedGroup {
	/** What it is a group by: `gender`. */
	readonly list: string;
	readonly name: string;
	readonly terms: readonly string[];
}

const words = (text: string): string[] => text.split(", ");

/** Groups whose mention in a row is looked for. */
export const namedGroups: readonly NamedGroup[] = [
	{
		...{ list: "gender", name: "women" },
		terms: words(
			"she, her, hers, herself, woman, women, female, girl, girls, mother, daughter, wife, sister, grandmother, aunt, lady, ladies, Mrs, Ms, 彼女, 女性, 女の子, 母, 娘, 妻, 姉, 妹",
		),
	},
	{
		...{ list: "gender", name: "men" },
		terms: words(
			"he, him, his, himself, man, men, male, boy, boys, father, son, husband, brother, grandfather, uncle, gentleman, gentlemen, Mr, 男性, 男の子, 父, 息子, 夫, 兄, 弟",
		),
	},
	{
		...{ list: "religion", name: "Christians" },
		terms: words(
			"Christian, Christians, Christianity, Catholic, Protestant, キリスト教",
		),
	},
	{
		...{ list: "religion", name: "Muslims" },
		terms: words("Muslim, Muslims, Islam, Islamic, イスラム教, ムスリム"),
	},
	{
		...{ list: "religion", name: "Jews" },
		terms: words("Jew, Jews, Jewish, Judaism, ユダヤ教, ユダヤ人"),
	},
	{
		...{ list: "religion", name: "Buddhists and Hindus" },
		terms: words(
			"Buddhist, Buddhists, Buddhism, Hindu, Hindus, Hinduism, 仏教, ヒンドゥー教",
		),
	},
	{
		...{ list: "origin", name: "Black people" },
		terms: words(
			"Black people, Black person, Black man, Black woman, African American, African Americans, African-American, 黒人",
		),
	},
	{
		...{ list: "origin", name: "white people" },
		terms: words(
			"white people, white person, white man, white woman, Caucasian, Caucasians, 白人",
		),
	},
	{
		...{ list: "origin", name: "Asians" },
		terms: words(
			"Asian, Asians, Chinese people, Japanese people, Korean people, アジア人, 日本人, 中国人, 韓国人",
		),
	},
	{
		...{ list: "origin", name: "Latinos" },
		terms: words(
			"Latino, Latinos, Latina, Hispanic, Hispanics, Mexican, Mexicans",
		),
	},
	{
		...{ list: "origin", name: "immigrants" },
		terms: words(
			"immigrant, immigrants, refugee, refugees, foreigner, foreigners, 移民, 難民, 外国人",
		),
	},
	{
		...{ list: "age", name: "old people" },
		terms: words(
			"elderly, old man, old woman, old people, older people, senior citizen, seniors, retiree, pensioner, 高齢者, お年寄り, 老人",
		),
	},
	{
		...{ list: "age", name: "young people" },
		terms: words(
			"young man, young woman, young people, younger people, teenager, teenagers, youth, 若者, 若い人",
		),
	},
	{
		...{ list: "disability", name: "people with disabilities" },
		terms: words(
			"disabled, disability, wheelchair, deaf, blind person, blind people, autistic, 障害者, 障がい, 車椅子",
		),
	},
	{
		...{ list: "orientation", name: "gay, bisexual and transgender people" },
		terms: words(
			"gay, lesbian, bisexual, transgender, homosexual, queer, LGBT, LGBTQ, 同性愛, トランスジェンダー",
		),
	},
];

/** A pattern that any of the terms matches: whole words in Latin letters, anywhere in Japanese. */
export function termPattern(terms: readonly string[]): RegExp {
	const alternatives = [...terms]
		.sort((a, b) => b.length - a.length)
		.map((term) => {
			const bare = term.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
			return /^[\p{Script=Latin}\d]/u.test(term)
				? `(?<![\\p{Script=Latin}\\p{N}])${bare}(?![\\p{Script=Latin}\\p{N}])`
				: bare;
		});
	return new RegExp(alternatives.join("|"), "giu");
}

/** The names of the groups that a text mentions. */
export type Mentions = (text: string) => string[];

export function openMentions(groups: readonly NamedGroup[]): Mentions {
	const patterns = groups.map(({ list, name, terms }) => ({
		name: `${list}: ${name}`,
		pattern: new RegExp(termPattern(terms).source, "iu"),
	}));
	return (text) =>
		patterns
			.filter(({ pattern }) => pattern.test(text))
			.map(({ name }) => name);
}
