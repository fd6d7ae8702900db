package io.drover.schedule;

import io.drover.task.Task;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which tasks run because another one ran: by their schedules, and by the {@code task:} steps of its route. */
public final class ChainGraph {

    private final Map<String, SortedSet<String>> followers = new HashMap<>();
    private final Set<String> tasks = new HashSet<>();

    private ChainGraph(Collection<Task> tasks) {
        tasks.forEach(task -> this.tasks.add(task.name()));
        tasks.forEach(task -> task.asks().forEach(asked -> add(task.name(), asked)));
    }

    /** As those schedules are at this moment. */
    public static ChainGraph of(Collection<Task> tasks, Collection<Schedule> schedules) {
        ChainGraph graph = new ChainGraph(tasks);
        schedules.stream()
                .filter(Schedule::enabled)
                .forEach(schedule -> graph.add(schedule.timetable(), schedule.task()));
        return graph;
    }

    /** As the route files of those tasks have it. */
    public static ChainGraph ofFiles(Collection<Task> tasks) {
        ChainGraph graph = new ChainGraph(tasks);
        for (Task task : tasks) {
            task.schedules().values().stream()
                    .filter(words -> TimetableWords.problem(words).isEmpty())
                    .forEach(words -> graph.add(TimetableWords.parse(words), task.name()));
        }
        return graph;
    }

    /** Adds a schedule of a task. */
    public void add(Timetable timetable, String task) {
        timetable.after().ifPresent(after -> add(after.task(), task));
    }

    private void add(String task, String follower) {
        followers.computeIfAbsent(task, name -> new TreeSet<>()).add(follower);
    }

    /** How a run of the task would lead to another run of it, for a person; empty when it does not. */
    public Optional<String> loop(String task) {
        Map<String, String> cameFrom = new LinkedHashMap<>();
        Deque<String> open = new ArrayDeque<>(Set.of(task));
        while (!open.isEmpty()) {
            String at = open.remove();
            for (String follower : followers.getOrDefault(at, new TreeSet<>())) {
                if (follower.equals(task)) {
                    return Optional.of("it would run for ever: " + path(task, at, cameFrom));
                }
                if (cameFrom.putIfAbsent(follower, at) == null) {
                    open.add(follower);
                }
            }
        }
        return Optional.empty();
    }

    /** The schedule with the reason why it cannot follow anything, if there is one. */
    Schedule judged(Schedule schedule) {
        Optional<String> first = schedule.timetable().after().map(Frequency.After::task);
        if (first.isEmpty()) {
            return schedule;
        }
        if (!tasks.contains(first.get())) {
            return schedule.hinderedBy("there is no task %s".formatted(first.get()));
        }
        return loop(schedule.task()).map(schedule::hinderedBy).orElse(schedule);
    }

    private static String path(String task, String last, Map<String, String> cameFrom) {
        String path = task;
        for (String at = last; at != null && !at.equals(task); at = cameFrom.get(at)) {
            path = at + " → " + path;
        }
        return task + " → " + path;
    }
}
