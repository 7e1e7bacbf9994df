import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { Position } from '../../queries/position.js';
import { Bytes } from '../scalars/bytes.scalar.js';

/** Where on the chain a fact was recorded. */
@ObjectType('Position')
export class PositionType implements Position {
  @Field(() => Int)
  blockNumber!: number;

  @Field(() => Int)
  logIndex!: number;

  @Field(() => Bytes)
  txHash!: string;

  @Field(() => Date)
  blockAt!: Date;
}
