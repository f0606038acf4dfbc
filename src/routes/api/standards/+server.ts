import { json } from '@sveltejs/kit';
import { readStandards } from '$lib/server/standards.ts';
import type { RequestHandler } from './$types';

/** The standards in force, now and before. */
export const GET: RequestHandler = async ({ locals }) =>
	json({ standards: await readStandards(locals.touchstone.clickhouse) });
