"""Appium's server on the phone, as its UiAutomator2 driver installs, starts and asks it.

Written from the requests that the driver (``appium-uiautomator2-driver``) sends and from W3C's WebDriver.
"""
