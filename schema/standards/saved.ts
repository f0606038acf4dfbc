import { z } from 'zod';

/** One save of the standards file. `file` is its number; 0: as it came with the migrations. */
export const Saved = z.object({
	file: z.int(),
	/** Null for file 0. */
	saved_at: z.string().nullable(),
	/** The name of the key it was saved with, '' on this machine. */
	saved_by: z.string(),
	note: z.string()
});
export type Saved = z.infer<typeof Saved>;

/** A save in the list of them: how much was in it, and whether it is the one in force. */
export const SavedEntry = Saved.extend({
	standards: z.int(),
	calendars: z.int(),
	parameters: z.int()
});
export type SavedEntry = z.infer<typeof SavedEntry>;

export const SavedList = z.object({ files: z.array(SavedEntry) });
