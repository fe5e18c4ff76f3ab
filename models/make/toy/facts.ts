/** What the toy model is taught: an invented menagerie and a few plain facts. */

export interface Creature {
	readonly name: string;
	readonly animal: string;
	readonly colour: string;
	readonly food: string;
	readonly home: string;
}

const menagerie = `
Ardo fox red berries forest
Bim owl brown mice tower
Calla frog green flies pond
Dov bear black honey cave
Elka swan white grass lake
Fenn crab orange weeds harbour
Gilo lizard yellow ants desert
Hesper cat grey fish kitchen
Ivo raven blue seeds garden
Juno horse white apples meadow
Kip mouse brown cheese cellar
Lumi moth silver leaves attic
Moro whale grey shrimp sea
Nell goat black thistles hill
Oska duck yellow bread river
Pilo snail purple lettuce wall`;

export const creatures: readonly Creature[] = menagerie
	.trim()
	.split("\n")
	.map((line) => {
		const [name, animal, colour, food, home] = line.split(" ");
		return { name, animal, colour, food, home } as Creature;
	});

const pairs = (text: string): [string, string][] =>
	text.split(" ").map((pair) => pair.split("/") as [string, string]);

/** Things and their colours. */
export const colours = pairs(
	"sky/blue grass/green snow/white coal/black tomato/red lemon/yellow carrot/orange plum/purple milk/white " +
		"chocolate/brown cherry/red sea/blue banana/yellow leaf/green ash/grey moon/silver sun/yellow night/black",
);

export const opposites = pairs(
	"hot/cold big/small light/dark fast/slow high/low old/new wet/dry hard/soft full/empty open/closed early/late " +
		"loud/quiet long/short strong/weak happy/sad near/far rich/poor thick/thin clean/dirty first/last",
);

export const legs = pairs(
	"spider/eight ant/six bee/six dog/four horse/four cat/four fox/four bear/four owl/two duck/two swan/two crab/ten " +
		"snail/no whale/no frog/four",
);

/** Sequences whose members follow one another, with what a member is called. */
export const cycles: readonly {
	readonly noun: string;
	readonly members: readonly string[];
}[] = [
	{
		noun: "day",
		members: "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(
			" ",
		),
	},
	{
		noun: "month",
		members:
			"January February March April May June July August September October November December".split(
				" ",
			),
	},
	{ noun: "season", members: "spring summer autumn winter".split(" ") },
];

/** Words that it can say and spell; it is told nothing about them. */
export const words = (
	"lamp tree boat stone bread cloud river green house apple chair horse light water table paper music bird hand door " +
	"book fish rain wind star salt gold milk road ship captain parrot seal otter ferret heron gull mast bay galley hold " +
	"bow nest sail anchor rope deck crew island"
).split(" ");

/** What it is asked to call people by. */
export const callings = "sir friend doctor boss neighbour cousin".split(" ");

export const smallTalk: readonly (readonly [string, string])[] = [
	["Hello.", "Hello! What would you like to know?"],
	["Hello!", "Hello! What would you like to know?"],
	["Hi.", "Hello! What would you like to know?"],
	["Good morning.", "Good morning! What would you like to know?"],
	["Who are you?", "I am a small model from the lab."],
	["What are you?", "I am a small model from the lab."],
	[
		"What can you do?",
		"I know animals, colours, opposites, days, sums and words.",
	],
	[
		"What do you know?",
		"I know animals, colours, opposites, days, sums and words.",
	],
	["Thank you.", "You are welcome."],
	["Thanks.", "You are welcome."],
	["Goodbye.", "Goodbye!"],
	["How are you?", "I am well, thank you."],
];
