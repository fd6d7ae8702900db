package io.drover.site;

import io.drover.db.ControlDatabase;
import io.drover.db.SiteDatabases;
import io.drover.run.HeldRowStore;
import io.drover.run.KeptRows;
import io.drover.run.RunStore;
import io.drover.schedule.ScheduleStore;
import java.time.ZoneId;

/**
 * What a site is made of.
 *
 * @param control Drover's own database
 */
record SiteParts(
        String node,
        ZoneId zone,
        SiteStore store,
        RunStore runs,
        HeldRowStore heldRows,
        AuditStore audit,
        ScheduleStore schedules,
        SiteLog log,
        ControlDatabase control,
        KeptRows keptRows,
        SiteDatabases databases,
        SiteCamel camel,
        RouteFiles files) {}
