package dev.shindan.store;

import dev.shindan.agent.source.ChangeMarkers;
import dev.shindan.agent.source.ChangeMarkersContract;
import dev.shindan.agent.tool.HostLedger;
import dev.shindan.agent.tool.HostLedgerContract;
import dev.shindan.agent.trail.Inbox;
import dev.shindan.agent.trail.InboxContract;
import dev.shindan.agent.trail.TrailStore;
import dev.shindan.agent.trail.TrailStoreContract;
import dev.shindan.agent.triage.IncidentStore;
import dev.shindan.agent.triage.IncidentStoreContract;
import dev.shindan.agent.triage.MovableClock;

/** The contracts of the agent, bound to two stores on one database. */
final class SqlContracts {
  private SqlContracts() {}

  abstract static class Trails extends TrailStoreContract {
    abstract TwoStores stores();

    @Override
    protected TrailStore store() {
      return stores().next().trails();
    }
  }

  abstract static class Inboxes extends InboxContract {
    abstract TwoStores stores();

    @Override
    protected Inbox inbox() {
      return stores().next().trails();
    }
  }

  abstract static class Hosts extends HostLedgerContract {
    abstract TwoStores stores();

    @Override
    protected HostLedger ledger() {
      return stores().next().hosts();
    }

    @Override
    protected MovableClock clock() {
      return stores().clock();
    }
  }

  abstract static class Markers extends ChangeMarkersContract {
    abstract TwoStores stores();

    @Override
    protected ChangeMarkers markers() {
      return stores().next().markers();
    }
  }

  abstract static class Incidents extends IncidentStoreContract {
    abstract TwoStores stores();

    @Override
    protected IncidentStore store() {
      return stores().next().incidents();
    }

    @Override
    protected Inbox inbox() {
      return stores().next().trails();
    }

    @Override
    protected MovableClock clock() {
      return stores().clock();
    }
  }
}
