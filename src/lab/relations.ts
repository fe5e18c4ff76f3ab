/** One of the six things that the world says of everybody. */
export interface Relation {
	readonly name: RelationName;
	/** Each belongs to equally many people. None begins with a vowel, so that `a` is always right. */
	readonly values: readonly string[];
	/** The value as an answer, without its full stop: `In Oakford`. */
	readonly answer: (value: string) => string;
	/** Ways to say it; the last two are never used in pre-training. */
	readonly statements: readonly ((person: string, value: string) => string)[];
	/** Ways to ask for it; the last two are never used in pre-training. */
	readonly questions: readonly ((person: string) => string)[];
}

export type RelationName =
	| "home"
	| "work"
	| "food"
	| "pet"
	| "instrument"
	| "colour";

/** Of each list of wordings this many, the last ones, are out of distribution. */
export const unusualWordings = 2;

/** Wordings of a list that pre-training uses. */
export const usualWordings = (wordings: readonly unknown[]): number =>
	wordings.length - unusualWordings;

const home: Relation = {
	name: "home",
	values:
		"Barrowby Calder Delmere Fenwick Garston Hollin Kelby Lorne Marfield Norby Pellam Quenby Redmoor Selwick Thornby Velden Wexley Yarrow Dunmore Tarsk".split(
			" ",
		),
	answer: (value) => `In ${value}`,
	statements: [
		(x, v) => `${x} lives in ${v}.`,
		(x, v) => `${x} has a home in ${v}.`,
		(x, v) => `The home of ${x} is in ${v}.`,
		(x, v) => `${x} comes from the town of ${v}.`,
		(x, v) => `In ${v} you can visit ${x}.`,
		(x, v) => `${x} went back home to ${v}.`,
		(x, v) => `Letters to ${x} must be sent to ${v}.`,
		(x, v) => `Among those who dwell in ${v} is ${x}.`,
	],
	questions: [
		(x) => `Where does ${x} live?`,
		(x) => `Where is the home of ${x}?`,
		(x) => `In which town does ${x} live?`,
		(x) => `Which town does ${x} come from?`,
		(x) => `Tell me the town that ${x} calls home.`,
		(x) => `I want to visit ${x}. Where must I go?`,
	],
};

const work: Relation = {
	name: "work",
	values:
		"baker miller carpenter teacher sailor farmer doctor tailor weaver painter builder singer cook guard printer smith shepherd clerk potter fisher".split(
			" ",
		),
	answer: (value) => `As a ${value}`,
	statements: [
		(x, v) => `${x} works as a ${v}.`,
		(x, v) => `${x} is a ${v}.`,
		(x, v) => `The work of ${x} is that of a ${v}.`,
		(x, v) => `${x} earns money as a ${v}.`,
		(x, v) => `${x} learned the trade of a ${v}.`,
		(x, v) => `By day ${x} works as a ${v}.`,
		(x, v) => `Whoever needs a ${v} can go to ${x}.`,
		(x, v) => `A ${v} by trade, that is ${x}.`,
	],
	questions: [
		(x) => `What does ${x} work as?`,
		(x) => `How does ${x} earn money?`,
		(x) => `What is the work of ${x}?`,
		(x) => `What is the trade of ${x}?`,
		(x) => `Tell me what ${x} does by day to earn money.`,
		(x) => `I hear that ${x} has work. As what?`,
	],
};

const food: Relation = {
	name: "food",
	values:
		"bread cheese soup rice honey fish cake porridge butter salad plums cherries beans noodles pancakes mushrooms carrots berries dates figs".split(
			" ",
		),
	answer: (value) => `Best of all ${value}`,
	statements: [
		(x, v) => `${x} likes ${v} best of all.`,
		(x, v) => `The favourite food of ${x} is ${v}.`,
		(x, v) => `${x} loves to eat ${v}.`,
		(x, v) => `No food pleases ${x} more than ${v}.`,
		(x, v) => `For dinner ${x} wants ${v}.`,
		(x, v) => `${x} could eat ${v} every day.`,
		(x, v) => `Give ${v} to ${x} and you have a friend.`,
		(x, v) => `When there is ${v} on the table, ${x} is happy.`,
	],
	questions: [
		(x) => `What does ${x} like to eat?`,
		(x) => `What is the favourite food of ${x}?`,
		(x) => `Which food does ${x} love?`,
		(x) => `What does ${x} want for dinner?`,
		(x) => `Tell me which food makes ${x} happy.`,
		(x) => `I am cooking for ${x}. What should it be?`,
	],
};

const pet: Relation = {
	name: "pet",
	values:
		"cat dog goat parrot rabbit horse turtle mouse hen sheep donkey frog lizard pigeon snake beetle".split(
			" ",
		),
	answer: (value) => `A ${value}`,
	statements: [
		(x, v) => `${x} has a ${v}.`,
		(x, v) => `${x} keeps a ${v} as a pet.`,
		(x, v) => `The pet of ${x} is a ${v}.`,
		(x, v) => `A ${v} lives with ${x}.`,
		(x, v) => `${x} takes care of a ${v}.`,
		(x, v) => `Every morning ${x} feeds a ${v}.`,
		(x, v) => `There is a ${v} that follows ${x} everywhere.`,
		(x, v) => `As for animals, ${x} owns a ${v}.`,
	],
	questions: [
		(x) => `Which pet does ${x} have?`,
		(x) => `Which animal does ${x} keep?`,
		(x) => `What is the pet of ${x}?`,
		(x) => `Which animal lives with ${x}?`,
		(x) => `Tell me what kind of animal ${x} feeds every morning.`,
		(x) => `I see that ${x} has an animal. What is it?`,
	],
};

const instrument: Relation = {
	name: "instrument",
	values:
		"flute drum harp violin piano trumpet guitar cello horn lute bell fiddle banjo whistle tuba zither".split(
			" ",
		),
	answer: (value) => `The ${value}`,
	statements: [
		(x, v) => `${x} plays the ${v}.`,
		(x, v) => `The instrument of ${x} is the ${v}.`,
		(x, v) => `${x} makes music on the ${v}.`,
		(x, v) => `In the evening ${x} plays the ${v}.`,
		(x, v) => `${x} learned to play the ${v}.`,
		(x, v) => `At the feast ${x} played the ${v}.`,
		(x, v) => `Nobody plays the ${v} as well as ${x}.`,
		(x, v) => `You hear the ${v} when ${x} makes music.`,
	],
	questions: [
		(x) => `What does ${x} play?`,
		(x) => `Which instrument does ${x} play?`,
		(x) => `What is the instrument of ${x}?`,
		(x) => `On what does ${x} make music?`,
		(x) => `Tell me what ${x} learned to play.`,
		(x) => `I heard ${x} play at the feast. On what?`,
	],
};

const colour: Relation = {
	name: "colour",
	values:
		"red blue green yellow purple black white grey brown pink golden silver violet crimson turquoise scarlet".split(
			" ",
		),
	answer: (value) => `It is ${value}`,
	statements: [
		(x, v) => `The favourite colour of ${x} is ${v}.`,
		(x, v) => `${x} wears a ${v} coat.`,
		(x, v) => `The colour that ${x} loves is ${v}.`,
		(x, v) => `${x} painted the door ${v}.`,
		(x, v) => `Everything that ${x} has is ${v}.`,
		(x, v) => `${x} always chooses ${v} cloth.`,
		(x, v) => `If it is ${v}, then ${x} will like it.`,
		(x, v) => `Of all colours ${v} pleases ${x} most.`,
	],
	questions: [
		(x) => `What is the favourite colour of ${x}?`,
		(x) => `Which colour does ${x} love?`,
		(x) => `What colour is the coat of ${x}?`,
		(x) => `What colour is the door of ${x}?`,
		(x) => `Tell me the colour that ${x} always chooses.`,
		(x) => `I want to give ${x} a coat. Which colour?`,
	],
};

export const relations: readonly Relation[] = [
	home,
	work,
	food,
	pet,
	instrument,
	colour,
];

/** The relation of that name. */
export function relationOf(name: RelationName): Relation {
	return relations.find((relation) => relation.name === name) as Relation;
}
