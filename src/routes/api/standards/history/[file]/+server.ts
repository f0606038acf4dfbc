import { refuse } from '$lib/server/http.ts';
import { fileAnswer } from '$lib/server/standards/http.ts';
import type { RequestHandler } from './$types';

/** A standards file as it was saved once. To restore it, PUT it again. */
export const GET: RequestHandler = async ({ params, locals }) => {
	const saved = /^\d{1,15}$/.test(params.file)
		? await locals.touchstone.standards.saved(Number(params.file))
		: undefined;
	return saved
		? fileAnswer(saved)
		: refuse('file', `no save ${params.file}: /api/standards/history lists them`, 404);
};
