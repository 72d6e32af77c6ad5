// The campaigns of the shop and who receives them, as a job reads them.
import { InvalidRequestError } from "./errors.ts";
import type { GroupedTable } from "./grouped-table.ts";
import { PagedLookup, type Lookup } from "./lookup.ts";
import type { Reading } from "./outside.ts";
import type { Campaign, Recipient } from "./rows.ts";
import type { Table } from "./table.ts";

export interface Campaigns {
  /**
   * The campaign with this id.
   *
   * @throws RowNotFoundError when there is none.
   */
  find(id: number): Promise<Campaign>;
  /**
   * Who receives a campaign.
   *
   * @param campaignId id of the campaign; one without recipients has an empty list.
   * @throws InvalidRequestError when it is no whole number.
   */
  recipients(campaignId: number): Lookup<Recipient>;
}

export class CampaignLists implements Campaigns {
  readonly #campaigns: Table<Campaign>;
  readonly #recipients: GroupedTable<Recipient>;
  readonly #pageSize: number;
  readonly #reading: Reading | undefined;

  /**
   * @param pageSize rows in a page, at least 1.
   * @param reading told before rows are read; nobody when left out.
   */
  constructor(campaigns: Table<Campaign>, recipients: GroupedTable<Recipient>, pageSize: number, reading?: Reading) {
    this.#campaigns = campaigns;
    this.#recipients = recipients;
    this.#pageSize = pageSize;
    this.#reading = reading;
  }

  async find(id: number): Promise<Campaign> {
    await this.#reading?.("campaigns");
    return Object.freeze({ ...this.#campaigns.find(id) });
  }

  recipients(campaignId: number): Lookup<Recipient> {
    if (!Number.isInteger(campaignId)) {
      throw new InvalidRequestError("campaigns.recipients", campaignId, "the id of a campaign");
    }
    const read = (from: number, limit: number) => this.#recipients.pageOf(campaignId, from, limit);
    return new PagedLookup("recipients", read, this.#pageSize, this.#reading);
  }
}
