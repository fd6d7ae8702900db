package io.drover.site;

import io.drover.schedule.Schedule;
import java.util.List;

/**
 * Which schedules a node rings. All nodes ring for all, and the database lets one of them through, so that none that is
 * lost delays anything; but one that names its node is that node's alone, and a continuous one, whose next time is known
 * only when its run has ended, is rung by the first node that serves the site.
 */
record OwnSchedules(String node, SiteNodes nodes) {

    List<Schedule> of(List<Schedule> all) {
        boolean isAnyContinuous = all.stream().anyMatch(OwnSchedules::isContinuous);
        boolean isFirst = isAnyContinuous && nodes.isFirst();
        return all.stream()
                .filter(schedule ->
                        schedule.node() == null ? isFirst || !isContinuous(schedule) : node.equals(schedule.node()))
                .toList();
    }

    private static boolean isContinuous(Schedule schedule) {
        return schedule.timetable().isContinuous();
    }
}
