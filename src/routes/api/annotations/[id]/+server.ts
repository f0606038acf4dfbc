import { annotationHandlers } from '$lib/server/annotation-handlers.ts';
import type { RequestHandler } from './$types';

/** How it stands. */
export const GET: RequestHandler = annotationHandlers.read;

/** Changes it. `If-Match` with its ETag refuses when another version was saved meanwhile. */
export const PUT: RequestHandler = annotationHandlers.save;

/** Deletes it; that can be undone. */
export const DELETE: RequestHandler = annotationHandlers.remove;
