import type { TemplateOptions } from "../../text/template/template.ts";
import type { DataRecipe } from "../schemas/data-schema.ts";

/** `data.template` of a recipe as the options of a chat template. */
export function templateOptions({
	template = {},
}: Pick<DataRecipe, "template">): TemplateOptions {
	const { file, date = null, ...variables } = template;
	return { file, date, variables };
}
