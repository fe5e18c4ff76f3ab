/** Names inside a run folder. */
export const runFiles = {
	recipe: "recipe.json",
	source: "recipe.yaml",
	events: "events.jsonl",
	manifest: "manifest.json",
	checkpoints: "checkpoints",
	/** Of a run of several stages, whose other files are in the folders of its stages. */
	stages: "stages.json",
} as const;
