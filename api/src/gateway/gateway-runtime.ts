import path from 'node:path';
import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { openArtifacts } from '../artifacts/open-artifacts.js';
import type { ChainReaders } from '../chain/chain-readers.js';
import { ChainSender } from '../chain/chain-sender.js';
import { openSigner } from '../chain/signer.js';
import type { Config } from '../config/config.js';
import { workerEnvironment } from '../config/worker-environment.js';
import type { Health } from '../health/health.js';
import { SentTransactionJournal } from '../store/sent-transaction.journal.js';
import { Wakeups } from '../store/wakeups.js';
import { AdapterShelf } from './adapter-shelf.js';
import { Answering } from './answering.js';
import { baseDirectoryOf } from './base-model.js';
import { CanaryProbes } from './canary-probes.js';
import { ChainObserver } from './chain-observer.js';
import { GatewayLoop } from './gateway-loop.js';
import { type Observer, Promotion } from './promotion.js';
import { RequestLog } from './request-log.js';
import { ServeProcess } from './serve-process.js';
import { servedOrganization } from './served-organization.js';
import { Serving } from './serving.js';
import { ServingReport } from './serving-report.js';
import { ServingStateQueries } from './serving-state.queries.js';

/** The working parts of a gateway, put together once; the doors are built on them. */
export class GatewayRuntime {
  readonly serving: Serving;
  readonly requestLog: RequestLog;
  readonly answering: Answering;
  readonly report: ServingReport;
  private readonly logger = new Logger('gateway');
  private readonly log = (sentence: string) => this.logger.log(sentence);
  private readonly organization;
  private readonly shelf: AdapterShelf;
  private readonly serveProcess: ServeProcess;
  private loop: GatewayLoop | null = null;
  private wakeups: Wakeups | null = null;

  constructor(
    private readonly config: Config,
    private readonly dataSource: DataSource,
    private readonly chains: ChainReaders,
    private readonly health: Health,
  ) {
    const { env } = config;
    this.organization = servedOrganization(config);
    this.shelf = new AdapterShelf(openArtifacts(env), this.log);
    this.serveProcess = new ServeProcess(
      {
        command: env.WORKER_COMMAND,
        workingDirectory: path.resolve(env.WORKER_DIR),
        baseDirectory: baseDirectoryOf(env),
        storeDirectory: path.resolve(env.ARTIFACT_DIR),
        environment: workerEnvironment(env),
        readyTimeoutMs: env.GATEWAY_READY_SECONDS * 1_000,
      },
      this.log,
      () => this.loop?.wake(),
    );
    const queries = new ServingStateQueries(dataSource, this.organization);
    this.serving = new Serving(env.GATEWAY_SUBJECT, queries, this.serveProcess, this.shelf);
    this.requestLog = new RequestLog(dataSource, health);
    this.answering = new Answering(this.serving, this.requestLog);
    const origin = { organization: this.organization.slug, chainId: this.organization.chainId };
    this.report = new ServingReport(this.serving, this.requestLog, origin, env.GATEWAY_WINDOW_SECONDS);
  }

  /** Starts the serve process and the loop that keeps it in step with the chain. */
  async start(): Promise<void> {
    const { env } = this.config;
    const observer = await this.openObserver();
    const promotion =
      observer && new Promotion(this.serving, this.requestLog, observer, env.GATEWAY_WINDOW_SECONDS, this.log);
    const probes =
      env.GATEWAY_PROBES === 'on' ? new CanaryProbes(this.serving, this.answering, this.requestLog, this.log) : null;
    this.loop = new GatewayLoop(this.serving, promotion, probes, () => this.reportNumbers(), this.log);
    this.wakeups = new Wakeups(env.DATABASE_URL, ['mandate_block'], () => this.loop?.wake(), this.log);
    // A refused canary makes nobody wait: the gateway is ready as long as users get answers.
    this.health.addCheck('serving', () => this.serving.unready());
    this.serveProcess.start();
    this.loop.start();
    await this.wakeups.start();
  }

  /** Ends everything that was started; the model's process goes first, as it takes the longest. */
  async stop(): Promise<void> {
    this.answering.stop();
    await Promise.all([this.serveProcess.stop(), this.wakeups?.stop(), this.loop?.stop()]);
  }

  private async openObserver(): Promise<Observer | null> {
    const { env } = this.config;
    if (!env.OBSERVER_KEYSTORE && !env.OBSERVER_DEV_KEY) {
      this.logger.warn('There is no OBSERVER_KEYSTORE: this gateway serves, but promotes and reports nothing.');
      return null;
    }
    const { chainId } = this.organization;
    const { provider } = this.chains.of(chainId);
    const wallet = await openSigner({
      name: 'OBSERVER',
      keystorePath: env.OBSERVER_KEYSTORE,
      passwordPath: env.OBSERVER_KEYSTORE_PASSWORD_FILE,
      devKey: env.OBSERVER_DEV_KEY,
      chainId,
    });
    const sender = new ChainSender(provider, wallet, new SentTransactionJournal(this.dataSource));
    return new ChainObserver(provider, this.organization, wallet, sender, this.log);
  }

  private reportNumbers(): void {
    this.health.gauge('mandate_gateway_canary_weight_bps', 'Share of the canary.', this.serving.canaryWeightBps());
    this.health.gauge('mandate_gateway_problems', 'Orders of the chain not served.', this.serving.problems().length);
  }
}
