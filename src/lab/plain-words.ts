const words = (text: string): string[] => text.split(" ");

/** People of stories and sums, of whom nothing is recorded. */
export const cast = words(
	"Anna Bruno Clara David Emma Felix Greta Hugo Iris Jonas Karla Leo Mira Nina Oscar Paula Ruben Sara Theo Vera Walter Zoe Agnes Boris",
);

/** People of out-of-distribution sums, who occur nowhere else. */
export const strangers = words("Quentin Ursula Wendell Yvonne Xavier Ottilie");

/** What is counted in sums. */
export const goods = words(
	"pears apples coins shells stones books buttons cups eggs nuts ribbons candles stamps pencils marbles tickets cards keys baskets tiles",
);

/** What is counted in out-of-distribution sums alone. */
export const strangeGoods = words("lanterns feathers acorns bottles thimbles");

/** Common words, to be copied, put in order and counted. */
export const plainWords = words(
	"lamp tree boat stone cloud river house chair light water paper hand book wind star road ship anchor rope garden window bridge forest winter summer letter market island kitchen ladder mirror needle ocean pocket quilt ring spoon tower valley wagon",
);

export const opposites = [
	["hot", "cold"],
	["big", "small"],
	["up", "down"],
	["wet", "dry"],
	["fast", "slow"],
	["old", "young"],
	["high", "low"],
	["open", "closed"],
	["full", "empty"],
	["light", "dark"],
	["soft", "hard"],
	["early", "late"],
	["left", "right"],
	["rich", "poor"],
	["loud", "quiet"],
	["long", "short"],
	["clean", "dirty"],
	["near", "far"],
	["strong", "weak"],
	["thick", "thin"],
	["good", "bad"],
	["happy", "sad"],
	["first", "last"],
	["inside", "outside"],
] as const;

export const cycles = [
	{
		noun: "day",
		members: words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
	},
	{
		noun: "month",
		members: words(
			"January February March April May June July August September October November December",
		),
	},
	{ noun: "season", members: words("spring summer autumn winter") },
] as const;

/** Kinds of things, of which no member is a value of a relation. */
export const kinds = [
	{ noun: "tool", members: words("hammer saw needle shovel rake file") },
	{ noun: "bird", members: words("swan crow robin gull stork sparrow") },
	{ noun: "tree", members: words("pine birch willow maple beech poplar") },
	{ noun: "number", members: words("three seven twelve forty nine sixteen") },
	{ noun: "drink", members: words("tea milk juice coffee cider lemonade") },
	{ noun: "metal", members: words("copper lead zinc tin nickel steel") },
] as const;

/** Neutral sentences of stories: a beginning and an end each. */
export const scenes = {
	when: [
		"In the morning",
		"At noon",
		"After the rain",
		"Late at night",
		"On the way",
		"Before the feast",
		"That winter",
		"One day",
		"When the bells rang",
		"At the end of the week",
	],
	what: [
		"the street was quiet",
		"the wind came from the sea",
		"people sat by the fire",
		"the river was high",
		"the shops were closed",
		"children ran over the bridge",
		"there was snow on the roofs",
		"the lamps were lit",
		"nobody said a word",
		"the market was full",
		"the old clock stood still",
		"a cart rolled past the well",
		"someone told a long story",
		"the windows were open",
	],
} as const;

/** Greetings and the like, with their answers. */
export const smallTalk = [
	["Hello.", "Hello! What would you like to know?"],
	["Hi there.", "Hello! What would you like to know?"],
	["Good morning.", "Good morning! What would you like to know?"],
	["Good evening.", "Good evening! What would you like to know?"],
	["Who are you?", "I am a small model from the laboratory."],
	["What are you?", "I am a small model from the laboratory."],
	["What can you do?", "I can talk, do sums and tell you about people."],
	["How are you?", "I am well, thank you."],
	["Thank you.", "You are welcome."],
	["Thanks a lot.", "You are welcome."],
	["Goodbye.", "Goodbye!"],
	["See you tomorrow.", "Goodbye!"],
] as const;
