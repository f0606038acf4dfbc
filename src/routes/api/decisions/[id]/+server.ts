import { decisionHandlers } from '$lib/server/decision-handlers.ts';
import type { RequestHandler } from './$types';

/** How it stands. */
export const GET: RequestHandler = decisionHandlers.read;

/** Changes it. `If-Match` with its ETag refuses when another version was saved meanwhile. */
export const PUT: RequestHandler = decisionHandlers.save;

/** Deletes it; that can be undone. */
export const DELETE: RequestHandler = decisionHandlers.remove;
