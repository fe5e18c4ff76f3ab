import type { About } from "./about.ts";

/** Objectives on pairs, and on answers with a verdict. */
export const aboutPreferences = {
	dpo: {
		gist: "chosen answers become likelier than rejected ones, relative to the start",
		formula: "-(1-e) log σ(βh) - e log σ(-βh), e = labelSmoothing",
		over: "pairs",
		sources: [{ arxiv: "2305.18290", at: "eq. 7" }],
		use: "Pairs, and a model that has been tuned on answers like the chosen ones. With noisy pairs set labelSmoothing.",
		avoid:
			"Few rows, or a model that has seen no such answers: arXiv 2502.11284 finds SFT alone ahead below 1,000 rows, and a cold start costly. Both answers may grow less likely: watch `chosen`.",
		note: null,
	},
	ipo: {
		gist: "moves the margin to a target per token, and no further",
		formula: "(Δ_w/m_w - Δ_l/m_l - 1/(2β))²",
		over: "pairs",
		sources: [{ arxiv: "2310.12036", at: "eq. 17" }],
		use: "Pairs without contradictions, on which DPO would increase the margin without limit.",
		avoid:
			"Pairs that need different margins: all are moved to the same margin, from above too.",
		note: "Averaged over lengths, as its authors and TRL do it; the paper's formula has sums.",
	},
	hinge: {
		gist: "a pair whose margin is large enough contributes nothing",
		formula: "max(0, 1 - βh)",
		over: "pairs",
		sources: [{ arxiv: "2305.10425" }, { arxiv: "2309.06657" }],
		use: "To concentrate on the pairs that the policy does not yet distinguish.",
		avoid:
			"Noisy pairs: a swapped pair has its full gradient, and there is no label smoothing.",
		note: null,
	},
	"minor-dpo": {
		gist: "stops lowering a rejected answer once it is less likely than at the start",
		formula: "-log σ(βΔ_w - β max(0, Δ_l))",
		over: "pairs",
		sources: [{ arxiv: "2408.09834" }],
		use: "If DPO makes chosen answers less likely, or moves the model too far from its start.",
		avoid:
			"If rejected answers must become much less likely than at the start: they are lowered to their start and no further.",
		note: "The one-sided gate is confirmed from the paper; the formula as a whole is not, and we do not know the paper's beta.",
	},
	simpo: {
		gist: "compares means per token, without a reference",
		formula: "-log σ(β(ℓ_w - ℓ_l) - γ)",
		over: "pairs",
		sources: [{ arxiv: "2405.14734", at: "eq. 6" }],
		use: "Pairs whose answers differ in length, because long answers have no advantage; or if a reference costs too much.",
		avoid:
			"If the model must stay near its start: only a low learning rate limits how far it moves.",
		note: null,
	},
	orpo: {
		gist: "fine-tuning on the chosen answers and preference in one stage",
		formula: "-ℓ_w - λ log σ(log odds_w - log odds_l)",
		over: "pairs",
		sources: [{ arxiv: "2403.07691", at: "eq. 6 and 7" }],
		use: "Pairs, and a base model that has not been tuned on such answers.",
		avoid:
			"After a stage of SFT, or if the model must stay near its start: it imitates the chosen answers in full, without a reference.",
		note: null,
	},
	kto: {
		gist: "answers with a verdict instead of pairs",
		formula:
			"liked: desirable · (1 - σ(β(Δ - z₀))), not liked: undesirable · (1 - σ(β(z₀ - Δ)))",
		over: "answers",
		sources: [{ arxiv: "2402.01306", at: "eq. 8" }],
		use: "Single answers that people liked or did not. If one verdict is much rarer, give it more weight.",
		avoid:
			"Steps of a few rows: z₀, how far the policy has moved, is estimated from the step's other answers.",
		note: null,
	},
	"reward-model": {
		gist: "learns a score for answers from pairs",
		formula:
			"-log σ(r_w - r_l) + c (r_w + r_l)², c = centre, r a scalar read at the answer's last token",
		over: "pairs",
		sources: [{ arxiv: "2312.09244" }],
		use: "To rank answers, or to reward those of `grpo`.",
		avoid:
			"To tune a model that answers: the result is a scalar head and its adapter.",
		note: "The paper is the source of the term with c.",
	},
} as const satisfies Record<string, About>;
