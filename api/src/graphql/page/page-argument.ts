import { Args } from '@nestjs/graphql';
import { PagePipe } from './page.pipe.js';
import { PageInput } from './page.types.js';

/** The `page` argument of every list. */
export const PageArgument = () => Args('page', { type: () => PageInput, nullable: true }, PagePipe);
