import { expect, test } from "vitest";
import type { ResolvedRecipe } from "../../recipes/resolve/resolve-recipe.ts";
import { samplesIn } from "./session-options.ts";

test("samples have the precision of the run's forward pass unless the recipe names one", () => {
	const samples = (precision: string, named: string | null) =>
		samplesIn({
			precision,
			objective: { kind: "grpo", sampling: { precision: named } },
		} as unknown as ResolvedRecipe);
	expect(samples("int8", null)).toBe("int8");
	expect(samples("mixed", null)).toBe("float32");
	expect(samples("float32", null)).toBe("float32");
	expect(samples("int8", "float32")).toBe("float32");
	expect(samples("mixed", "int8")).toBe("int8");
});
