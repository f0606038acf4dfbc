import { json } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

/** The latest saves of the standards file, newest first: when, by whom, why. */
export const GET: RequestHandler = async ({ locals }) =>
	json({ files: await locals.touchstone.standards.history() });
