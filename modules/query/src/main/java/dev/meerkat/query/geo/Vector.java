package dev.meerkat.query.geo;

/** A vector in space; of length 1 it is a point of the sphere. Threads: immutable. */
public record Vector(double x, double y, double z) {

  /** The point at a longitude and latitude in degrees. */
  public static Vector of(double longitude, double latitude) {
    double lambda = Math.toRadians(longitude);
    double phi = Math.toRadians(latitude);
    double radius = Math.cos(phi);
    return new Vector(radius * Math.cos(lambda), radius * Math.sin(lambda), Math.sin(phi));
  }

  public double dot(Vector other) {
    return x * other.x + y * other.y + z * other.z;
  }

  Vector cross(Vector other) {
    return new Vector(
        y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x);
  }

  Vector plus(Vector other) {
    return new Vector(x + other.x, y + other.y, z + other.z);
  }

  Vector minus(Vector other) {
    return new Vector(x - other.x, y - other.y, z - other.z);
  }

  Vector times(double factor) {
    return new Vector(x * factor, y * factor, z * factor);
  }

  double length() {
    return Math.sqrt(dot(this));
  }

  Vector normalized() {
    double length = length();
    return length == 0 ? this : times(1 / length);
  }

  /** The angle between the two, in radians. */
  public double angle(Vector other) {
    return Math.atan2(cross(other).length(), dot(other));
  }
}
