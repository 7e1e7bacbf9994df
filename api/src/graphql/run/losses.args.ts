import { ArgsType, Field, Int } from '@nestjs/graphql';

/** How many points of the curve are wanted; the curve is thinned out to about as many. */
@ArgsType()
export class LossesArgs {
  private points = 200;

  @Field(() => Int, { defaultValue: 200, nullable: true })
  get limit(): number {
    return this.points;
  }

  set limit(limit: number | null) {
    this.points = Math.min(Math.max(limit ?? 200, 1), 2_000);
  }
}
