import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ChainReaders } from '../chain/chain-readers.js';
import { Health } from '../health/health.js';

/** What those who operate the indexer are told of the addresses that it reads. */
@Injectable()
export class EndpointWatch implements OnModuleInit {
  constructor(
    private readonly readers: ChainReaders,
    private readonly health: Health,
  ) {}

  onModuleInit(): void {
    this.health.onScrape(async () => this.collect());
  }

  private collect(): void {
    for (const { chainId, rpc, proofs, headers } of this.readers.all()) {
      const chainTotal = (name: string, help: string, value: number) =>
        this.health.total(`mandate_rpc_${name}_total`, help, value, { chain: chainId });
      chainTotal(
        'proven_blocks',
        'Blocks whose logs were held against the receipts root of their header.',
        proofs.proven,
      );
      chainTotal('unproven_blocks', 'Blocks whose logs should have been proven and could not be.', proofs.unproven);
      chainTotal('unproven_headers', 'Headers whose hash could not be recomputed.', headers.unproven);
      for (const { endpoint, requests, failures, refusals, disagreements, unsound } of rpc.tallies) {
        const total = (name: string, help: string, value: number) =>
          this.health.total(`mandate_rpc_${name}_total`, help, value, { chain: chainId, endpoint });
        total('requests', 'Requests to an address of a chain.', requests);
        total('failures', 'Requests that were not answered.', failures);
        total('refusals', 'Requests that were answered with an error.', refusals);
        total('disagreements', 'Answers that others contradicted.', disagreements);
        total('unsound', 'Answers that cannot be true.', unsound);
      }
    }
  }
}
