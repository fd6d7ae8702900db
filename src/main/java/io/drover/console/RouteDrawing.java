package io.drover.console;

import io.drover.site.RouteStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A route as a drawing: its beginning and its steps from top to bottom, the databases that it reads on the left, the tables
 * that it sends to on the right.
 *
 * @param words the same for whoever does not see it
 */
public record RouteDrawing(List<Box> boxes, List<Arrow> arrows, int height, String words) {

    private static final int STEP_LEFT = 190;
    private static final int STEP_WIDTH = 320;
    private static final int SIDE_WIDTH = 130;
    private static final int TABLE_LEFT = 570;
    private static final int TABLE_WIDTH = 230;
    private static final int INDENT = 18;
    private static final int BOX_HEIGHT = 40;
    private static final int PITCH = 60;
    private static final int POINT = 6;
    private static final int UNITS_PER_LETTER = 7;

    /**
     * A box with one or two lines of text.
     *
     * @param style its colour
     * @param title the whole of what may be shortened in it
     */
    public record Box(int x, int y, int width, int height, String style, String head, String note, String title) {}

    /** A line, with a point at its end where something flows along it; empty where nothing does. */
    public record Arrow(int x1, int y1, int x2, int y2, String point) {}

    public int width() {
        return TABLE_LEFT + TABLE_WIDTH;
    }

    /** @param began in words, when or by what the route begins */
    static RouteDrawing of(RouteStep begin, String began) {
        List<Box> boxes = new ArrayList<>();
        List<Arrow> arrows = new ArrayList<>();
        List<String> words = new ArrayList<>();
        boxes.add(step(0, 0, "begin", begin.what(), began, begin.what() + ", " + began));
        words.add("Begins with %s, %s".formatted(begin.what(), began));
        draw(begin.inner(), 0, boxes, arrows, words);
        return new RouteDrawing(
                boxes, arrows, boxes.get(boxes.size() - 1).y() + BOX_HEIGHT + 2, String.join("; ", words));
    }

    private static void draw(
            List<RouteStep> steps, int depth, List<Box> boxes, List<Arrow> arrows, List<String> words) {
        for (RouteStep step : steps) {
            int y = boxes.get(boxes.size() - 1).y() + PITCH;
            int left = left(depth);
            arrows.add(down(left + INDENT, y - PITCH + BOX_HEIGHT, y));
            String head = head(step);
            boxes.add(step(depth, y, style(step), head, step.note(), whole(step)));
            addSides(step, left, y, boxes, arrows);
            words.add(whole(step));
            draw(step.inner(), depth + 1, boxes, arrows, words);
        }
    }

    private static void addSides(RouteStep step, int left, int y, List<Box> boxes, List<Arrow> arrows) {
        String database = Objects.requireNonNullElse(step.database(), "");
        int middle = y + BOX_HEIGHT / 2;
        switch (step.kind()) {
            case READ, SQL -> {
                boxes.add(
                        new Box(0, y, SIDE_WIDTH, BOX_HEIGHT, "store", shortened(database, SIDE_WIDTH), "", database));
                String point = step.kind() == RouteStep.Kind.READ ? point(left, middle) : "";
                arrows.add(new Arrow(SIDE_WIDTH, middle, left - (point.isEmpty() ? 0 : POINT), middle, point));
            }
            case SEND -> {
                String table = step.what();
                String in = "in " + database;
                boxes.add(new Box(
                        TABLE_LEFT, y, TABLE_WIDTH, BOX_HEIGHT, "store", shortened(table, TABLE_WIDTH), in, table));
                arrows.add(new Arrow(
                        STEP_LEFT + STEP_WIDTH, middle, TABLE_LEFT - POINT, middle, point(TABLE_LEFT, middle)));
            }
            case BEGIN, ASK, OTHER -> {
                // Nothing stands beside it.
            }
        }
    }

    private static int left(int depth) {
        return STEP_LEFT + Math.min(depth, 5) * INDENT;
    }

    private static Box step(int depth, int y, String style, String head, String note, String title) {
        int width = STEP_LEFT + STEP_WIDTH - left(depth);
        return new Box(left(depth), y, width, BOX_HEIGHT, style, shortened(head, width), shortened(note, width), title);
    }

    private static String style(RouteStep step) {
        return switch (step.kind()) {
            case BEGIN -> "begin";
            case SEND -> "send";
            case READ, SQL, ASK, OTHER -> "step";
        };
    }

    private static String head(RouteStep step) {
        String file = step.what().substring(step.what().lastIndexOf('/') + 1);
        return switch (step.kind()) {
            case READ -> "Read " + file;
            case SQL -> "Execute " + file;
            case SEND -> "Send";
            case ASK -> "Ask for a run of " + step.what();
            case BEGIN, OTHER -> step.what();
        };
    }

    private static String whole(RouteStep step) {
        String note = step.note().isEmpty() ? "" : " (%s)".formatted(step.note());
        return switch (step.kind()) {
            case READ -> "reads %s from %s%s".formatted(step.what(), step.database(), note);
            case SQL -> "executes %s in %s".formatted(step.what(), step.database());
            case SEND -> "sends to %s in %s%s".formatted(step.what(), step.database(), note);
            case ASK -> "asks for a run of %s%s".formatted(step.what(), note);
            case BEGIN, OTHER -> step.what() + note;
        };
    }

    private static String shortened(String text, int width) {
        int most = (width - 20) / UNITS_PER_LETTER;
        return text.length() > most ? text.substring(0, most - 1) + "…" : text;
    }

    private static Arrow down(int x, int from, int to) {
        return new Arrow(x, from, x, to - POINT, "M%d %dl-4 -%dh8Z".formatted(x, to, POINT));
    }

    private static String point(int x, int y) {
        return "M%d %dl-%d -4v8Z".formatted(x, y, POINT);
    }
}
