import { join } from 'node:path';
import { STORE_FILE } from '#schema/store-file.ts';
import type { Env } from '../../../environment.ts';
import { createStore, sharedStore } from './store.ts';

/** The store of this process. */
export const storeOf = ({ TOUCHSTONE_DATA }: Pick<Env, 'TOUCHSTONE_DATA'>) =>
	sharedStore(() => createStore({ file: join(TOUCHSTONE_DATA, STORE_FILE) }));
