import { z } from 'zod';
import { getLocale } from '../../paraglide/runtime.js';

const Language = z.enum(['en', 'zh-CN'], { error: 'expected en or zh-CN' });

/** In which language paper is asked for, `lang=`; without it, that of who asks. */
export const readLanguage = (params: URLSearchParams) =>
	Language.safeParse(params.get('lang') ?? getLocale());
