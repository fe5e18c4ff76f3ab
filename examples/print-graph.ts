// Prints the graph of a training step as text, one line for each node: what is computed, from what, in which shapes.
//   npx tsx --conditions=source examples/print-graph.ts [MODEL_FOLDER]
import * as temper from "temper-lm";

const [folder = "models/toy"] = process.argv.slice(2);
const { model } = await temper.openModel(folder, { checkValues: false });
const { graph } = temper.stepGraph(model, temper.objectives.sft(), {
	tuning: { kind: "full" },
	precision: "float32",
	length: 128,
	chunks: 1,
	recompute: false,
	sharedPrompts: false,
});
temper.verifyGraph(graph);
process.stdout.write(temper.printGraph(graph));
