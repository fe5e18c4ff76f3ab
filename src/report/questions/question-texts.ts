import type { TaskDiagnosis } from "../../diagnose/change/diagnosis.ts";
import type {
	Knowledge,
	ProbeMethod,
} from "../../diagnose/probe/probe-result.ts";
import { plural } from "../page/language/plural.ts";
import type { Translations } from "../page/language/translations.ts";

const en = {
	role: {
		"held-out": "held out",
		"in-domain": "in domain",
		"same-field": "same field",
		"out-of-domain": "out of domain",
	} satisfies Record<TaskDiagnosis["role"], string>,
	/** What the base knows of a question. */
	knowledge: {
		known: "known",
		unsure: "unsure",
		unknown: "unknown",
	} satisfies Record<Knowledge, string>,
	method: {
		letter: "letter",
		raw: "likelihood",
		tokens: "likelihood per token",
		unconditional: "relative likelihood",
	} satisfies Record<ProbeMethod, string>,
	task: "Task",
	roleTitle: "Role",
	questionsTitle: "Questions",
	base: "base",
	tuned: "tuned",
	baseTitle: "Base",
	tunedTitle: "Tuned",
	difference: "Difference, percentage points",
	reason: "Reason",
	questions: (count: string) =>
		count === "1" ? "1 question" : `${count} questions`,
	rows: (count: string) => (count === "1" ? "1 row" : `${count} rows`),
	runs: (count: number) => plural(count, "run"),
	/** After the first rows of a table. */
	rest: ({ rest, file }: { rest: string; file: string }) =>
		`${rest} more are in ${file}.`,
	accuracyAxis: "accuracy, %",
	shareAxis: "share of questions",
	notMeasured: "not measured",
	chance: "chance",
};

const ja: typeof en = {
	role: {
		"held-out": "学習に使わない問題",
		"in-domain": "同じ領域",
		"same-field": "同じ分野の別の出典",
		"out-of-domain": "別の分野",
	},
	knowledge: { known: "既知", unsure: "不確か", unknown: "未知" },
	method: {
		letter: "記号",
		raw: "尤度",
		tokens: "トークン当たりの尤度",
		unconditional: "相対尤度",
	},
	task: "課題",
	roleTitle: "役割",
	questionsTitle: "問題数",
	base: "元のモデル",
	tuned: "調整後",
	baseTitle: "元のモデル",
	tunedTitle: "調整後",
	difference: "差(ポイント)",
	reason: "理由",
	questions: (count) => `${count}問`,
	rows: (count) => `${count}行`,
	runs: (count) => `${count}回`,
	rest: ({ rest, file }) => `残りの${rest}件は${file}にあります。`,
	accuracyAxis: "正答率(%)",
	shareAxis: "問題の割合",
	notMeasured: "未測定",
	chance: "当て推量",
};

/** What the reports on questions and what a model knows of them have in common. */
export const questionTexts: Translations<typeof en> = { en, ja };
