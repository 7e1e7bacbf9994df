import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Module } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { LIMIT_RULES, MAXIMUM_TOKENS } from '../queries/limits/rules.js';
import { QueriesModule } from '../queries/queries.module.js';
import { CompiledExecutionPlugin } from './compiled/compiled-execution.plugin.js';
import { DoorReadiness } from './door-readiness.js';
import { formatError } from './errors/error-codes.js';
import { ChangeFeed } from './live/change-feed.js';
import { LiveServer } from './live/live.server.js';
import { resolvers } from './resolvers.js';

/** The native door: /graphql over HTTP and graphql-ws. */
@Module({
  imports: [
    QueriesModule,
    GraphQLModule.forRoot<ApolloDriverConfig>({
      driver: ApolloDriver,
      path: '/graphql',
      autoSchemaFile: true,
      introspection: true,
      graphiql: false,
      validationRules: LIMIT_RULES,
      parseOptions: { maxTokens: MAXIMUM_TOKENS },
      includeStacktraceInErrorResponses: false,
      plugins: [ApolloServerPluginCacheControlDisabled(), new CompiledExecutionPlugin()],
      formatError,
    }),
  ],
  providers: [...resolvers, ChangeFeed, DoorReadiness, LiveServer],
})
export class GraphqlDoorModule {}
