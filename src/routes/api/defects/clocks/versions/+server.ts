import { json } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

/** Every version of the list of spells, the latest first: what was noticed and what people said, when, and with which key. */
export const GET: RequestHandler = async ({ locals }) =>
	json({ versions: await locals.touchstone.clocks.versions() }, { headers: { 'cache-control': 'no-store' } });
