import type { Type } from '@nestjs/common';
import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { PageRequest } from '../../queries/page.js';

/** Where a list goes on. */
@ObjectType('PageInfo')
export class PageInfoType {
  @Field(() => String, { nullable: true })
  endCursor!: string | null;

  @Field(() => Boolean)
  hasNextPage!: boolean;

  @Field(() => Int, { description: 'All entries of the list, not only of this page.' })
  count!: number;
}

/** Which part of a list is wanted. */
@InputType('PageInput')
export class PageInput implements PageRequest {
  @Field(() => Int, { nullable: true, defaultValue: 20, description: 'At most 100.' })
  limit?: number | null;

  @Field(() => String, { nullable: true })
  afterCursor?: string | null;
}

/** The page type of a node type: `pageOf(VoteType, 'VotePage')`. */
export function pageOf<T>(node: Type<T>, name: string) {
  @ObjectType(name)
  class PageType {
    @Field(() => [node])
    nodes!: T[];

    @Field(() => PageInfoType)
    pageInfo!: PageInfoType;
  }
  return PageType;
}
