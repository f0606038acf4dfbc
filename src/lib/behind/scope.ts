import { getContext, setContext } from 'svelte';
import type { BehindScope } from './target.ts';

const KEY = Symbol('what lists are asked of');

/** Says what the numbers of a page are about, for the lists behind them. */
export const setBehindScope = (scope: () => BehindScope) => setContext(KEY, scope);

/** Undefined where nobody said it: then numbers lead to no list. */
export const getBehindScope = () => getContext<(() => BehindScope) | undefined>(KEY);
