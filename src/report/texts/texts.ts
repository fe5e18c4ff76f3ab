import type { AlarmEvent, LeashEvent } from "../../runs/events.ts";
import type { Axis, Unscored } from "../../studies/pilot/pilot-result.ts";
import type { MonitorName } from "../../studies/pilot/run-monitors.ts";
import type { Language } from "./language.ts";

type Role = Axis["role"];

/** A measure whose unit has a name in every language; others are shown as they are called. */
export type KnownUnit =
	| "accuracy"
	| "share"
	| "share of tokens"
	| "share won"
	| "agreement"
	| "score"
	| "nats per token"
	| "tokens"
	| "characters"
	| "seconds";

export interface GainParts {
	readonly arm: string;
	readonly axis: string;
	readonly base: string;
	readonly value: string;
	readonly gain: string;
	readonly interval: string;
}

/** Sentences of the summary. All parameters are texts that are ready to be shown. */
export interface HeadlineTexts {
	gain(p: GainParts): string;
	/** The same where the verdict is not to ship. */
	gainRefused(p: GainParts): string;
	gainUnclear(p: {
		arm: string;
		axis: string;
		gain: string;
		interval: string;
	}): string;
	gainUnknown(p: { arm: string }): string;
	/** `losses` holds what `loss` made, one at least. */
	lost(losses: readonly string[], moved: string | null): string;
	loss(p: { axis: string; amount: string }): string;
	kept(moved: string | null): string;
	nothingToKeep(moved: string | null): string;
	moved(p: { distance: string }): string;
	ship(count: number): string;
	doNotShip(p: { failed: number; count: number; axes: string }): string;
	noVerdict: string;
	none: string;
	noneBest(p: {
		arm: string;
		axis: string;
		gain: string;
		interval: string;
	}): string;
	/** Where runs finished, but no gain was measured. */
	nothingGauged: string;
	nothingFinished: string;
	rival(p: {
		arm: string;
		rival: string;
		difference: string;
		more: boolean;
		/** How many times as far the rival moved; null where that has no number. */
		times: string | null;
	}): string;
}

export interface ConditionTexts {
	improve(p: { axis: string; bound: string }): string;
	mayFall(p: { axis: string; bound: string }): string;
	mayRise(p: { axis: string; bound: string }): string;
	atMost(p: { axis: string; bound: string }): string;
	atLeast(p: { axis: string; bound: string }): string;
	/** `bound`: the one-sided bound that the verdict compares; null if it is not known. */
	measured(value: string, bound: string | null): string;
	/** How many questions would tell, and how many there were. */
	questionsTell(p: { count: string; questions: string }): string;
	/** That only more seeds might tell. */
	seedsTell: string;
	/** What the numbers in parentheses and the bounds are. */
	bounds(level: string): string;
	holds: string;
	fails: string;
}

export interface ChartTexts {
	planeTitle: string;
	planeNote: string;
	/** Where an arm has a leash. */
	planeLeash: string;
	planeX(p: { axis: string; unit: string }): string;
	planeY(p: { axis: string; unit: string }): string;
	planeMissing: string;
	notInPlane(arms: string): string;
	front: string;
	noise: string;
	leash(bound: string): string;
	base: string;
	planeAlt(p: { x: string; y: string; points: string }): string;
	point(p: { arm: string; x: string; y: string }): string;
	seed(p: { arm: string; seed: number; x: string; y: string }): string;
	change(p: { unit: string; better: Axis["better"] }): string;
	changeAlt(p: { axis: string; points: string }): string;
	changesNote: string;
	compressed: string;
	step: string;
	nllTitle: string;
	nllY: string;
	klTitle: string;
	klY: string;
	mThetaTitle: string;
	mThetaY: string;
	curvesNote: string;
	curveAlt(p: { title: string; ends: string }): string;
	ratesX: string;
	ratesY: string;
	ratesOn(p: { axis: string; unit: string }): string;
	ratesNote: string;
	ratesFilled: string;
	rateAlt(p: { arm: string; chosen: string; points: string }): string;
	chosen: string;
	noScore: string;
	notTuned(p: { arm: string; rate: string }): string;
}

export interface TableTexts {
	arm: string;
	base: string;
	chance: string;
	noise: string;
	role: Record<Role, string>;
	better: Record<Axis["better"], string>;
	best: string;
	changeFrom: string;
	isBetter: string;
	isWorse: string;
	/** What a cell holds; `best` says how the best is marked. */
	legend(best: string): string;
	bestOnPage: string;
	bestInText: string;
	recommended: string;
	onFront: string;
	missing: string;
	options: string;
	measure: string;
	questions: string;
	/** That an arm has a score for fewer questions than the base. */
	compared(p: { compared: string; questions: string }): string;
}

/** All but `measure` and `held` are texts that are ready to be shown. */
export interface LeashParts {
	readonly held: boolean;
	readonly measure: LeashEvent["measure"];
	readonly value: string;
	readonly interval: string;
	readonly bound: string;
	/** What was steered and where it ended; null where nothing was. */
	readonly strength: { readonly name: string; readonly value: string } | null;
	/** The share of its way that is left, where it was drawn back. */
	readonly drawnBack: string | null;
	/** The step at which it ended early. */
	readonly stopped: string | null;
}

/** How many runs of an arm something was seen in, of those that finished. */
export interface RunsOf {
	readonly arm: string;
	readonly runs: number;
	readonly of: number;
}

/** What no number says and no reader should miss. */
export interface NoteTexts {
	heading: string;
	/** `least`: the smallest gain that can be told from chance, with its unit. */
	coarse(p: { questions: number; axis: string; least: string }): string;
	askedInTraining(p: {
		task: string;
		asked: number;
		questions: number;
	}): string;
	baseUnscored(p: Unscored): string;
	/** Turns are taught to end with other tokens than the model's files name. */
	turnEnds(p: { taught: readonly string[]; named: readonly string[] }): string;
	/** Seeds that no arm was trained with, and the time that the pilot was given. */
	seedsLeftOut(p: { seeds: readonly number[]; limit: string }): string;
	late(p: { limit: string; took: string }): string;
	armUnscored(p: { arm: string; count: number }): string;
	/** An arm of which no run came to its end, and why one did not. */
	armFailed(p: { arm: string; reason: string }): string;
	/** A base that does worse than one that knows nothing. */
	belowChance(p: { axis: string; value: string; chance: string }): string;
	/** Arms whose learning rate is the last of those tried, at one end. */
	atTheEdge(p: { arms: readonly string[]; end: "highest" | "lowest" }): string;
	leashNotHeld(p: RunsOf): string;
	/** A leash that ended at the upper limit of what it steers: its name and that limit. */
	leashAtLimit(p: RunsOf & { strength: string; value: string }): string;
	/** Results that were drawn back: the least share of their way that was left. */
	leashDrawnBack(p: RunsOf & { share: string }): string;
	alarms: Record<AlarmEvent["alarm"], (p: RunsOf) => string>;
}

export interface MonitorTexts {
	note: string;
	/** Titles with their units. */
	names: Record<MonitorName, string>;
}

export interface RunTexts {
	run: string;
	seed: string;
	rate: string;
	state: string;
	states: Record<"finished" | "stopped" | "failed", string>;
	time: string;
	memory: string;
	total: string;
	remarks: string;
	noReason: string;
	/** Why a run did not finish. */
	otherRates: string;
	tiedRates: string;
	outdone(by: string): string;
	otherBetas(by: string): string;
	nothingScored: string;
	unfinished: string;
	unscored(p: Unscored): string;
	alarms: Record<AlarmEvent["alarm"], (p: { step: string }) => string>;
	/** How a leash ended, in parts that `list` does not join. */
	leash(p: LeashParts): string;
	noArms: string;
	noRuns: string;
	counts(p: { finished: number; runs: number }): string;
}

export interface SampleTexts {
	prompt: string;
	expected: string;
	answer: string;
	by: string;
	score: string;
	noScore: string;
	empty: string;
	showAll(characters: string): string;
	cut(characters: string): string;
	more(count: number): string;
	none: string;
	note: string;
}

export interface MethodTexts {
	measures: string;
	means: Record<Role, string>;
	unit: string;
	stands: string;
	data: string;
	rows(count: string): string;
	hash: string;
	model: string;
	machine: string;
	created: string;
	seeds: string;
	time: string;
	intervals: string;
	intervalsText: string;
	/** What a consistency axis measures. */
	consistencyText: string;
	noiseText: string;
	noData: string;
	machineText(p: {
		cpu: string;
		cores: number;
		memory: string;
		platform: string;
		versions: string;
	}): string;
}

/** Everything that a report says, in one language. */
export interface Texts {
	readonly language: Language;
	readonly kind: string;
	readonly contents: string;
	readonly summary: string;
	readonly plane: string;
	readonly arms: string;
	readonly changes: string;
	readonly learning: string;
	readonly monitors: string;
	readonly rates: string;
	readonly runs: string;
	readonly samples: string;
	readonly recipe: string;
	readonly recipeNote: string;
	readonly noRecipe: string;
	readonly copy: string;
	readonly copied: string;
	readonly method: string;
	readonly theme: { auto: string; light: string; dark: string };
	readonly verdict: { ship: string; doNotShip: string; none: string };
	readonly conditions: string;
	readonly tiles: {
		gain: string;
		worst: string;
		moved: string;
		cost: string;
		interval(p: { interval: string }): string;
		insideNoise(p: { axis: string }): string;
		beyondNoise(p: { axis: string }): string;
		times(p: { times: string; arm: string }): string;
		runs(p: { arms: number; runs: number }): string;
		notMeasured: string;
	};
	readonly units: Record<KnownUnit, string>;
	/** The unit of a difference of shares. */
	readonly points: string;
	/** The unit of shares that are shown in percent. */
	percent(name: string): string;
	/** A number with its unit, where the unit is a word; both stay on one line. */
	amount(number: string, unit: string): string;
	interval(low: string, high: string): string;
	list(items: readonly string[]): string;
	/** Between two sentences. */
	readonly space: string;
	/** Between a name and what is said of it. */
	readonly colon: string;
	readonly headline: HeadlineTexts;
	readonly notes: NoteTexts;
	readonly condition: ConditionTexts;
	readonly chart: ChartTexts;
	readonly monitor: MonitorTexts;
	readonly table: TableTexts;
	readonly run: RunTexts;
	readonly sample: SampleTexts;
	readonly how: MethodTexts;
}
