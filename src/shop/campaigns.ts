// The campaigns of the shop and who receives them, as a job reads them.
import { InvalidRequestError } from "./errors.ts";
import type { GroupedTable } from "./grouped-table.ts";
import { PagedLookup, type Lookup } from "./lookup.ts";
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

  /** @param pageSize rows in a page, at least 1. */
  constructor(campaigns: Table<Campaign>, recipients: GroupedTable<Recipient>, pageSize: number) {
    this.#campaigns = campaigns;
    this.#recipients = recipients;
    this.#pageSize = pageSize;
  }

  async find(id: number): Promise<Campaign> {
    return Object.freeze({ ...this.#campaigns.find(id) });
  }

  recipients(campaignId: number): Lookup<Recipient> {
    if (!Number.isInteger(campaignId)) {
      throw new InvalidRequestError("campaigns.recipients", campaignId, "the id of a campaign");
    }
    return new PagedLookup((from, limit) => this.#recipients.pageOf(campaignId, from, limit), this.#pageSize);
  }
}
